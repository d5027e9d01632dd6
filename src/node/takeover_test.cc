// The leader is lost: killed, stopped, killed in the middle of a relay. Nothing typed is lost, everything is
// shown once, and the next in line leads.
#include <gtest/gtest.h>

#include <algorithm>

#include "node/testing/virtual_group.h"
#include "wire/frame.h"

namespace node {
namespace {

using namespace std::chrono_literals;
using testing::HostId;
using testing::VirtualGroup;

// Every host in `speakers` says a line each 20 ms.
void chatter(VirtualGroup& group, const std::vector<HostId>& speakers, int lines,
             std::vector<std::string>& said) {
  for (int line = 0; line < lines; ++line) {
    for (const HostId host : speakers) {
      if (group.running(host)) said.push_back(group.say(host, "line " + std::to_string(said.size())));
    }
    group.run_for(20ms);
  }
}

bool all_shown(VirtualGroup& group, HostId host, const std::vector<std::string>& said) {
  std::vector<std::string> shown;
  for (const auto& line : group.shown(host)) shown.push_back(line.id);
  std::sort(shown.begin(), shown.end());
  return std::all_of(said.begin(), said.end(), [&](const std::string& id) {
    return std::binary_search(shown.begin(), shown.end(), id);
  });
}

// The longest time `host` showed nothing between the first and the last line it showed.
base::Duration longest_gap(const VirtualGroup& group, HostId host) {
  base::Duration longest{};
  const auto& shown = group.shown(host);
  for (std::size_t i = 1; i < shown.size(); ++i) longest = std::max(longest, shown[i].at - shown[i - 1].at);
  return longest;
}

bool is_kind(base::ByteView frame, std::uint8_t code) { return frame.size() > 1 && frame[1] == code; }
constexpr std::uint8_t kRelay = 6;

TEST(Takeover, LeaderKilledWhileAllTalk_NothingLostNothingTwice) {
  VirtualGroup group;
  group.start_all(5);
  std::vector<std::string> said;
  chatter(group, {1, 2, 3, 4}, 50, said);
  group.kill(0);
  chatter(group, {1, 2, 3, 4}, 50, said);
  EXPECT_TRUE(group.run_until([&] { return group.agree_on(1) && group.identical(); }));
  for (HostId host = 1; host < 5; ++host) {
    EXPECT_TRUE(all_shown(group, host, said)) << host;
    EXPECT_EQ(group.peer(host).unacknowledged(), 0u);
    EXPECT_LE(longest_gap(group, host), 50ms) << host;
    // An author's lines keep their order.
    for (HostId author = 1; author < 5; ++author) {
      std::vector<std::ptrdiff_t> turns;
      for (const auto& line : group.shown(host)) {
        if (line.nick != "p" + std::to_string(author)) continue;
        turns.push_back(std::find(said.begin(), said.end(), line.id) - said.begin());
      }
      EXPECT_TRUE(std::is_sorted(turns.begin(), turns.end())) << host << " shows " << author << " out of order";
    }
  }
  EXPECT_EQ(group.rule_errors(), 0u);
}

TEST(Takeover, LeaderDiesInMidRelay_AllHoldTheSame) {
  VirtualGroup group;
  group.start_all(5);
  // The last relays of the leader reach only host 4, and the author of none of them.
  group.network().lose_frames([](HostId from, HostId to, base::ByteView frame) {
    return from == 0 && to != 4 && (is_kind(frame, kRelay) || to == 2);
  });
  const std::string id = group.say(2, "caught in between");
  group.run_for(5ms);
  group.kill(0);
  group.network().lose_frames(nullptr);
  EXPECT_TRUE(group.run_until([&] { return all_shown(group, 1, {id}) && all_shown(group, 3, {id}); }, 100ms));
  EXPECT_TRUE(group.run_until([&] { return group.identical() && group.agree_on(1); }));
  EXPECT_EQ(group.peer(2).unacknowledged(), 0u);
}

TEST(Takeover, OnlyOneFollowerGotTheLeadersLastLine_AllGetIt) {
  VirtualGroup group;
  group.start_all(4);
  group.network().lose_frames([](HostId from, HostId to, base::ByteView frame) {
    return from == 0 && to != 3 && is_kind(frame, kRelay);
  });
  const std::string id = group.say(0, "my last words");
  group.run_for(5ms);
  group.kill(0);
  group.network().lose_frames(nullptr);
  EXPECT_TRUE(group.run_until([&] { return all_shown(group, 1, {id}) && all_shown(group, 2, {id}); }, 100ms));
}

TEST(Takeover, LeaderAndDeputyKilledAtOnce_TheThirdLeads) {
  VirtualGroup group;
  group.start_all(5);
  std::vector<std::string> said;
  chatter(group, {2, 3, 4}, 10, said);
  group.kill(0);
  group.kill(1);
  chatter(group, {2, 3, 4}, 10, said);
  EXPECT_TRUE(group.run_until([&] { return group.agree_on(2) && group.identical(); }));
  EXPECT_TRUE(all_shown(group, 4, said));
}

TEST(Takeover, LeaderStops_AnotherLeadsWithinTwoSeconds) {
  VirtualGroup group;
  group.start_all(5);
  std::vector<std::string> said;
  chatter(group, {1, 2, 3, 4}, 10, said);
  group.pause(0);
  chatter(group, {1, 2, 3, 4}, 150, said);
  EXPECT_TRUE(group.run_until([&] { return group.leader_of(4) == 1 && all_shown(group, 4, said); }, 1s));
  for (HostId host = 1; host < 5; ++host) EXPECT_LE(longest_gap(group, host), 1600ms) << host;
}

TEST(Takeover, StoppedLeaderContinues_ReturnsAsTheYoungest) {
  VirtualGroup group;
  group.start_all(4);
  std::vector<std::string> said;
  group.pause(0);
  chatter(group, {1, 2, 3}, 200, said);
  const std::size_t events_before = group.events(0).size();
  group.resume(0);
  EXPECT_TRUE(group.run_until([&] { return group.agree_on(1) && group.identical(); }, 3s));
  chatter(group, {0, 1, 2, 3}, 20, said);
  EXPECT_TRUE(group.run_until([&] { return group.agree_on(1) && group.identical(); }, 3s));
  EXPECT_TRUE(all_shown(group, 0, said));
  // Nobody ever took it for the leader again, itself included.
  for (HostId host = 1; host < 4; ++host) EXPECT_EQ(group.events_of<LeaderChanged>(host).back().nick, "p1");
  for (std::size_t i = events_before; i < group.events(0).size(); ++i) {
    const auto* leader = std::get_if<LeaderChanged>(&group.events(0)[i]);
    EXPECT_FALSE(leader != nullptr && leader->self);
  }
  // And it is the last in line.
  group.kill(1);
  group.kill(2);
  EXPECT_TRUE(group.run_until([&] { return group.agree_on(3); }, 3s));
}

TEST(Takeover, ShortStall_ChangesNothing) {
  VirtualGroup group;
  group.start_all(3);
  group.pause(0);
  group.run_for(900ms);
  group.resume(0);
  group.run_for(3s);
  EXPECT_TRUE(group.agree_on(0));
  EXPECT_EQ(group.events_of<LeaderChanged>(1).size(), 1u);
}

// Who leads once the first three are gone, where the fourth of five once stood still for so long.
HostId heir_after_a_pause_of(base::Duration pause) {
  VirtualGroup group;
  group.start_all(5);
  group.pause(3);
  group.run_for(pause);
  group.resume(3);
  group.run_for(10s);
  for (const HostId elder : {0, 1, 2}) group.kill(elder);
  group.run_for(5s);
  return group.leader_of(4);
}

TEST(Takeover, FollowerHeldUpBriefly_KeepsItsPlaceInLine) { EXPECT_EQ(heir_after_a_pause_of(2500ms), 3); }

TEST(Takeover, FollowerHeldUpForLong_IsTheLastInLine) { EXPECT_EQ(heir_after_a_pause_of(6s), 4); }

// As a connection that its kernel gave up ends, on a bad network.
TEST(Takeover, LinksThatEndAfterSilence_AreNoEvidenceOfDeathAtOnce) {
  VirtualGroup group;
  group.start_all(3);
  group.network().lose_frames([](HostId from, HostId, base::ByteView) { return from == 0; });
  group.run_for(1100ms);
  group.kill(0);
  group.run_for(20ms);
  EXPECT_EQ(group.events_of<LeaderChanged>(1).size(), 1u) << "it still follows the first";
  EXPECT_TRUE(group.run_until([&] { return group.agree_on(1); }, 1s));
}

// All called each other, so between any two there are two links, and one of them is silent.
TEST(Takeover, LeaderWithTwoLinksDies_AnotherLeadsAtOnce) {
  VirtualGroup group;
  group.network().set_delay(200ms);  // so that all have called before anybody knows another
  for (testing::HostId host = 0; host < 3; ++host) group.start(host, {.peers = {(host + 1) % 3, (host + 2) % 3}});
  const auto all_follow_one = [&] { return group.leader_of(0) != -1 && group.agree_on(group.leader_of(0)); };
  ASSERT_TRUE(group.run_until(all_follow_one));
  group.network().set_delay(500us);
  group.run_for(3s);
  const testing::HostId leader = group.leader_of(0), other = (leader + 1) % 3;
  ASSERT_EQ(group.peer(other).chat().links.bound.size(), 4u);
  group.kill(leader);
  group.run_for(10ms);
  EXPECT_NE(group.leader_of(other), -1) << "it believes in the dead";
}

TEST(Takeover, KilledLeaderRestarted_FollowsAndCatchesUp) {
  VirtualGroup group;
  group.start_all(3);
  std::vector<std::string> said;
  chatter(group, {0, 1, 2}, 10, said);
  group.kill(0);
  chatter(group, {1, 2}, 10, said);
  group.start(0, {.peers = {1, 2}});
  EXPECT_TRUE(group.run_until([&] { return group.agree_on(1) && group.identical(); }, 3s));
  EXPECT_TRUE(all_shown(group, 0, said));
  for (const auto& leader : group.events_of<LeaderChanged>(0)) EXPECT_FALSE(leader.self);
}

TEST(Takeover, LeaderLeaves_NextLeadsAtOnce) {
  VirtualGroup group;
  group.start_all(3);
  group.peer(0).leave();
  EXPECT_TRUE(group.run_until([&] { return group.leader_of(1) == 1 && group.leader_of(2) == 1; }, 20ms));
  EXPECT_EQ(group.events_of<MemberChanged>(1).back().change, Change::kLeft);
}

}  // namespace
}  // namespace node
