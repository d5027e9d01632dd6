// The checkers are told lies, and must not let them pass.
#include "sim/check/judge.h"

#include <gtest/gtest.h>

#include "sim/check/one_leader.h"
#include "wire/bundle.h"
#include "wire/frame.h"

namespace sim {
namespace {

using namespace std::chrono_literals;

// p0 keeps a store, p1 and p2 don't.
class JudgeTest : public ::testing::Test {
 protected:
  JudgeTest() {
    world.observe(judge);
    world.set_ephemeral(1);
    world.set_ephemeral(2);
    for (HostIndex host = 0; host < 3; ++host) {
      world.start(host, "n" + std::to_string(host), {0});
      world.run_for(3s);
    }
  }
  node::Message message(const std::string& id, const std::string& text) const {
    return {.id = id, .room = "lobby", .nick = "n1", .node = "", .text = text, .said_at = {}};
  }
  std::string broken() const {
    return judge.verdict().holds() ? "" : judge.verdict().violations().front().text;
  }

  World world{1, 3, 100};
  Judge judge{world};
};

TEST_F(JudgeTest, ShownOnce_Holds_ShownTwice_DoesNot) {
  judge.on_said(1, "a", "lobby", "hello");
  judge.on_event(2, message("a", "hello"));
  EXPECT_TRUE(judge.verdict().holds());
  judge.on_event(2, message("a", "hello"));
  EXPECT_NE(broken().find("second time"), std::string::npos);
}

TEST_F(JudgeTest, ShownWhatNobodySaid_IsReported) {
  judge.on_event(2, message("b", "forged"));
  EXPECT_NE(broken().find("nobody said"), std::string::npos);
}

TEST_F(JudgeTest, ShownOtherThanSaid_IsReported) {
  judge.on_said(1, "a", "lobby", "hello");
  judge.on_event(2, message("a", "goodbye"));
  EXPECT_NE(broken().find("shows \"goodbye\""), std::string::npos);
}

TEST_F(JudgeTest, LeaderChangesInTheQuiet_IsReported) {
  judge.on_event(1, node::LeaderChanged{"", "n1", false});
  EXPECT_TRUE(judge.verdict().holds());
  judge.at_rest();
  judge.on_event(1, node::LeaderChanged{"", "n0", true});
  EXPECT_NE(broken().find("in the quiet"), std::string::npos);
}

TEST_F(JudgeTest, HeldLineMissesSomewhere_IsReported) {
  judge.on_said(1, "a", "lobby", "hello");
  judge.on_event(1, message("a", "hello"));
  EXPECT_FALSE(judge.converged());
  judge.at_calm(false);
  EXPECT_NE(broken().find("p0 lacks"), std::string::npos);
}

TEST_F(JudgeTest, AcknowledgedAndNobodyElseShowsIt_IsReported) {
  judge.on_said(1, "a", "lobby", "hello");
  judge.on_event(1, node::Acknowledged{"a"});
  EXPECT_NE(broken().find("safe with nobody else"), std::string::npos);
}

TEST_F(JudgeTest, AcknowledgedAndShownByAnother_Holds) {
  judge.on_said(1, "a", "lobby", "hello");
  judge.on_event(2, message("a", "hello"));
  judge.on_event(1, node::Acknowledged{"a"});
  EXPECT_EQ(broken(), "");
}

TEST_F(JudgeTest, AcknowledgedAndOnlyShownByOneWhoseDiskLacksIt_IsReported) {
  judge.on_said(1, "a", "lobby", "hello");
  judge.on_event(0, message("a", "hello"));
  judge.on_event(1, node::Acknowledged{"a"});
  EXPECT_NE(broken().find("safe with nobody else"), std::string::npos);
}

TEST_F(JudgeTest, ToldToOthersAndNotOnItsAuthorsDisk_IsReported) {
  judge.on_said(0, "a", "lobby", "hello");
  judge.on_event(2, message("a", "hello"));
  EXPECT_NE(broken().find("not on its author's disk"), std::string::npos);
}

TEST_F(JudgeTest, SomebodyIsGoneAndStillListed_IsReported) {
  judge.at_calm(false);
  EXPECT_EQ(broken(), "");
  world.stop(2, Death::kKilled);
  judge.at_calm(false);  // before anybody could notice
  EXPECT_NE(broken().find("p0 lists"), std::string::npos);
}

TEST_F(JudgeTest, TwoGoByOneNick_IsReported) {
  world.rename(2, "n1");
  judge.at_calm(false);  // before anybody could give way
  EXPECT_FALSE(judge.verdict().holds());
  EXPECT_EQ(judge.verdict().violations().front().promise, "everybody knows who is here");
}

TEST_F(JudgeTest, EldestStoodStill_AnotherLeadsAndThatIsRight) {
  world.pause(0, 5s, false);
  world.run_for(20s);
  judge.at_calm(false);
  EXPECT_EQ(broken(), "");
  EXPECT_NE(common_leader(world, all(world)), base::to_hex(world.peer(0).id()));
}

TEST_F(JudgeTest, Apart_EachSideHasItsOwnLeaderOrIsReported) {
  for (const HostIndex other : {1u, 2u}) {
    world.conditions().cut(0, other, +1);
    world.conditions().cut(other, 0, +1);
  }
  world.network().conditions_changed();
  judge.at_apart({0});  // before anybody could notice
  EXPECT_NE(broken().find("no common leader"), std::string::npos);
  world.run_for(10s);
  EXPECT_TRUE(judge.is_led({0}));
  EXPECT_FALSE(judge.is_led({0, 1})) << "they do not follow one";
}

TEST_F(JudgeTest, LinePassedAroundAHundredTimesInASecond_IsReported) {
  protocol::Submit submit{
      .entry = {.stream = {wire::peer_id_of({}), 1}, .seq = 1, .room = {"lobby"}, .nick = {"n1"}, .text = {"hello"}}};
  judge.on_said(1, base::to_hex(wire::line_id(submit.entry.stream, 1)), "lobby", "hello");
  const base::Bytes frame = wire::encode(submit);
  for (int times = 0; times < 99; ++times) judge.on_frame(frame);
  EXPECT_EQ(broken(), "");
  judge.on_frame(frame);
  EXPECT_NE(broken().find("passed on"), std::string::npos);
}

TEST_F(JudgeTest, ReallySaid_IsInTheStoreAndStaysSeenAcrossARestart) {
  ASSERT_TRUE(world.say(0, "lobby", "kept"));
  world.run_for(1s);
  world.stop(0, Death::kKilled);
  EXPECT_EQ(judge.ledger().host(0).held_count, 1u);
  world.start(0, "n0", {1, 2});
  world.run_for(10s);
  judge.at_calm(true);
  EXPECT_EQ(broken(), "");
}

}  // namespace
}  // namespace sim
