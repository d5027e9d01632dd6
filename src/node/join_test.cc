// Coming in: late, early, alone, with a wrong clock.
#include <gtest/gtest.h>

#include "node/testing/virtual_group.h"
#include "node/testing/virtual_store.h"

namespace node {
namespace {

using namespace std::chrono_literals;
using testing::HostId;
using testing::VirtualGroup;

TEST(Join, Late_GetsTheWholeHistoryInOrder) {
  VirtualGroup group;
  group.start_all(3);
  for (int line = 0; line < 1000; ++line) {
    group.say(line % 3, "line " + std::to_string(line));
    if (line % 10 == 0) group.run_for(5ms);
  }
  group.run_for(1s);
  group.start(3, {.peers = {1}});
  EXPECT_TRUE(group.run_until([&] { return group.transcript(3).size() == 1000 && group.identical(); }, 3s));
  for (const auto& line : group.shown(3)) EXPECT_FALSE(line.late);
  EXPECT_EQ(group.rule_errors(), 0u);
}

// Where the leader lives on, nothing else would tell it whom to ask until the next heartbeat.
TEST(Join, WhoIsAskedForTheLogDies_AnotherIsAskedAtOnce) {
  constexpr std::uint8_t kWant = 8, kBatch = 9;
  VirtualGroup group;
  group.start_all(3);
  for (int line = 0; line < 20; ++line) group.say(line % 3, std::to_string(line));
  group.run_for(1s);
  std::vector<testing::HostId> asked;
  bool answers = false;
  group.network().lose_frames([&](testing::HostId from, testing::HostId to, base::ByteView frame) {
    if (from == 3 && frame[1] == kWant) asked.push_back(to);
    return !answers && to == 3 && frame[1] == kBatch;
  });
  group.start(3, {.peers = {1}});
  ASSERT_TRUE(group.run_until([&] { return !asked.empty(); }, 2s));
  group.run_for(50ms);
  ASSERT_EQ(asked, std::vector<testing::HostId>{1});
  answers = true;
  group.kill(1);
  EXPECT_TRUE(group.run_until([&] { return group.shown(3).size() == 20; }, 10ms));
}

TEST(Join, BeforeItsSeed_JoinsWhenTheSeedComes) {
  VirtualGroup group;
  group.start(1, {.peers = {0}});
  group.run_for(10s);
  const std::string early = group.say(1, "anybody there?");
  group.start(0);
  EXPECT_TRUE(group.run_until([&] { return group.agree_on(1); }, 3s));
  EXPECT_TRUE(group.run_until([&] { return group.identical() && group.transcript(0).size() == 1; }, 3s));
}

TEST(Join, Alone_LeadsAfterAMomentAndIsAcknowledged) {
  VirtualGroup group;
  group.start(0);
  group.say(0, "to myself");
  group.run_for(400ms);
  EXPECT_EQ(group.leader_of(0), -1);
  EXPECT_EQ(group.peer(0).unacknowledged(), 1u);
  group.run_for(400ms);
  EXPECT_EQ(group.leader_of(0), 0);
  EXPECT_EQ(group.peer(0).unacknowledged(), 0u);
}

TEST(Join, LinesTypedBeforeAnyLink_WaitAndGoOutInOrder) {
  VirtualGroup group;
  group.start(0);
  group.run_for(1s);
  group.start(1);
  for (int line = 0; line < 200; ++line) group.say(1, std::to_string(line));
  EXPECT_EQ(group.peer(1).unacknowledged(), 200u);
  EXPECT_TRUE(group.run_until(
      [&] { return group.shown(0).size() == 200 && group.peer(1).unacknowledged() == 0; }, 2s));
  for (int line = 0; line < 200; ++line)
    EXPECT_EQ(group.shown(0)[static_cast<std::size_t>(line)].text, std::to_string(line));
}

TEST(Join, ClockFarBehind_DoesNotTakeOver) {
  VirtualGroup group;
  group.start_all(3);
  group.start(3, {.peers = {2}, .clock_offset = -1h});
  EXPECT_TRUE(group.run_until([&] { return group.agree_on(0) && group.peer(3).members().size() == 4; }, 3s));
  group.run_for(3s);
  EXPECT_TRUE(group.agree_on(0));
  for (HostId host = 0; host < 3; ++host) EXPECT_EQ(group.events_of<LeaderChanged>(host).size(), 1u) << host;
  // It comes last, behind those whose clocks are right.
  group.kill(0);
  group.kill(1);
  EXPECT_TRUE(group.run_until([&] { return group.agree_on(2); }, 3s));
}

TEST(Join, ClockAnHourAhead_AnswersStillFollowWhatTheyAnswer) {
  VirtualGroup group;
  group.start_all(2);
  group.start(2, {.peers = {0}, .clock_offset = 1h});
  group.run_for(1s);
  group.say(2, "what time is it?");
  group.run_for(100ms);
  group.say(0, "an hour earlier");
  EXPECT_TRUE(group.run_until([&] { return group.identical() && group.transcript(1).size() == 2; }, 2s));
  EXPECT_EQ(group.transcript(1).back(), "p0: an hour earlier");
  EXPECT_FALSE(group.shown(1).back().late);
}

TEST(Join, ClockAYearAhead_AReplyStillSortsBehind) {
  VirtualGroup group;
  group.start_all(2);
  group.start(2, {.peers = {0}, .clock_offset = 24h * 400});
  group.run_for(1s);
  group.say(2, "greetings from the future");
  group.run_for(100ms);
  group.say(0, "today is fine");
  EXPECT_TRUE(group.run_until([&] { return group.identical() && group.transcript(1).size() == 2; }, 2s));
  EXPECT_EQ(group.transcript(1).back(), "p0: today is fine");
  EXPECT_FALSE(group.shown(1).back().late);
}

TEST(Join, ClockDecadesAhead_IsUnderstoodButNotFollowed) {
  VirtualGroup group;
  group.start_all(2);
  group.start(2, {.peers = {0}, .clock_offset = 24h * 365 * 20});
  group.run_for(1s);
  group.say(2, "greetings from the future");
  group.run_for(100ms);
  group.say(0, "today is fine");
  EXPECT_TRUE(group.run_until([&] { return group.identical() && group.transcript(1).size() == 2; }, 2s));
  EXPECT_EQ(group.transcript(1).front(), "p0: today is fine");
  EXPECT_TRUE(group.shown(1).back().late);
}

TEST(Join, EveryoneStartsAtOnce_OneLeader) {
  VirtualGroup group(7);
  for (HostId host = 0; host < 6; ++host) group.start(host, {.peers = {(host + 1) % 6}});
  EXPECT_TRUE(group.run_until(
      [&] {
        for (HostId host = 0; host < 6; ++host) {
          if (group.peer(host).members().size() != 6 || group.leader_of(host) != group.leader_of(0))
            return false;
        }
        return true;
      },
      5s));
}

TEST(Join, AddressThatLeadsBackHere_IsNotDialedAgain) {
  VirtualGroup group;
  group.start(0, {.peers = {0}});
  group.run_for(1s);
  const std::uint64_t frames = group.network().frames_delivered();
  group.run_for(10s);
  EXPECT_EQ(group.network().frames_delivered(), frames);
}

TEST(Join, OtherGroup_IsRefusedAndSaid) {
  VirtualGroup group;
  group.start(0);
  group.start(1, {.peers = {0}, .group = "work"});
  group.run_for(3s);
  EXPECT_EQ(group.peer(0).members().size(), 1u);
  const auto failures = group.events_of<Failure>(1);
  ASSERT_EQ(failures.size(), 1u);
  EXPECT_EQ(failures[0].code, "group");
}

TEST(Join, Goodbye_IsLeftAndNotDialedAgain) {
  VirtualGroup group;
  group.start_all(3);
  group.peer(2).leave();
  group.run_for(5s);
  ASSERT_FALSE(group.events_of<MemberChanged>(0).empty());
  EXPECT_EQ(group.events_of<MemberChanged>(0).back().change, Change::kLeft);
  EXPECT_EQ(group.peer(0).members().size(), 2u);
  EXPECT_FALSE(group.peer(2).say("lobby", "still here").ok());
}

TEST(Join, MemberKilled_IsDownAfterAWhileAndUpWhenItReturns) {
  testing::VirtualStore store;  // it comes back as who it was
  VirtualGroup group;
  group.start_all(2);
  group.start(2, {.store = &store});
  group.run_for(2s);
  group.kill(2);
  group.run_for(1500ms);
  EXPECT_EQ(group.events_of<MemberChanged>(0).back().change, Change::kJoined);
  group.run_for(1500ms);
  EXPECT_EQ(group.events_of<MemberChanged>(0).back().change, Change::kDown);
  group.start(2, {.store = &store});
  group.run_for(2s);
  EXPECT_EQ(group.events_of<MemberChanged>(0).back().change, Change::kUp);
}

TEST(Join, MemberIsDownWhenAnotherTakesOver_StaysDown) {
  VirtualGroup group;
  group.start_all(4);
  group.kill(3);
  group.run_for(4s);
  const auto moves = [&](HostId host) {
    std::vector<Change> all;
    for (const MemberChanged& change : group.events_of<MemberChanged>(host)) all.push_back(change.change);
    return all;
  };
  ASSERT_EQ(moves(1).back(), Change::kDown);
  group.kill(0);
  group.run_for(5s);
  for (const HostId host : {1, 2}) {
    const auto all = moves(host);
    EXPECT_EQ(std::count(all.begin(), all.end(), Change::kUp), 0) << host;
    EXPECT_EQ(std::count(all.begin(), all.end(), Change::kDown), 2) << host;
  }
}

}  // namespace
}  // namespace node
