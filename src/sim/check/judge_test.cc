// The checkers are told lies, and must not let them pass.
#include "sim/check/judge.h"

#include <gtest/gtest.h>

namespace sim {
namespace {

using namespace std::chrono_literals;

class JudgeTest : public ::testing::Test {
 protected:
  JudgeTest() {
    world.observe(judge);
    world.start(0, "n0", {});
    world.run_for(2s);
  }
  node::Message message(const std::string& id, const std::string& text) const {
    return {.id = id, .room = "lobby", .nick = "n0", .node = "", .text = text, .said_at = {}};
  }
  std::string broken() const {
    return judge.verdict().holds() ? "" : judge.verdict().violations().front().text;
  }

  World world{1, 2, 100};
  Judge judge{world};
};

TEST_F(JudgeTest, ShownOnce_Holds_ShownTwice_DoesNot) {
  judge.on_said(0, "a", "lobby", "hello");
  judge.on_event(1, message("a", "hello"));
  EXPECT_TRUE(judge.verdict().holds());
  judge.on_event(1, message("a", "hello"));
  EXPECT_NE(broken().find("second time"), std::string::npos);
}

TEST_F(JudgeTest, ShownWhatNobodySaid_IsReported) {
  judge.on_event(1, message("b", "forged"));
  EXPECT_NE(broken().find("nobody said"), std::string::npos);
}

TEST_F(JudgeTest, ShownOtherThanSaid_IsReported) {
  judge.on_said(0, "a", "lobby", "hello");
  judge.on_event(1, message("a", "goodbye"));
  EXPECT_NE(broken().find("shows \"goodbye\""), std::string::npos);
}

TEST_F(JudgeTest, LeaderChangesInTheQuiet_IsReported) {
  judge.on_event(0, node::LeaderChanged{"", "n1", false});
  EXPECT_TRUE(judge.verdict().holds());
  judge.at_rest();
  judge.on_event(0, node::LeaderChanged{"", "n0", true});
  EXPECT_NE(broken().find("in the quiet"), std::string::npos);
}

TEST_F(JudgeTest, HeldLineMissesSomewhere_IsReported) {
  judge.on_said(0, "a", "lobby", "hello");
  judge.on_event(0, message("a", "hello"));
  world.start(1, "n1", {0});
  world.run_for(3s);
  EXPECT_FALSE(judge.converged());
  judge.at_calm(false);
  EXPECT_NE(broken().find("p1 lacks"), std::string::npos);
}

TEST_F(JudgeTest, ReallySaid_IsInTheStoreAndStaysSeenAcrossARestart) {
  ASSERT_TRUE(world.say(0, "lobby", "kept"));
  world.run_for(1s);
  world.stop(0, Death::kKilled);
  EXPECT_EQ(judge.ledger().host(0).held_count, 1u);
  world.start(0, "n0", {});
  world.run_for(2s);
  judge.at_calm(true);
  EXPECT_EQ(broken(), "");
}

}  // namespace
}  // namespace sim
