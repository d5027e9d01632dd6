// A long log and who lacks it: the newest of each room at once, then all of it, from memory and stores, whoever dies
// meanwhile. Portions are small, so that some hundred lines are many.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "node/testing/virtual_group.h"
#include "node/testing/virtual_store.h"
#include "protocol/chat.h"
#include "wire/frame.h"

namespace node {
namespace {

using namespace std::chrono_literals;
using testing::HostId;
using testing::VirtualGroup;
using testing::VirtualStore;

constexpr const char* kRooms[] = {"attic", "lobby", "kitchen", "garden"};
constexpr protocol::Portions kSmall{.in_memory = 200, .catch_up = 50, .newest = 20};

class LongLog : public ::testing::Test {
 protected:
  void start(HostId host, std::vector<HostId> peers = {}) {
    group.start(host, {.peers = std::move(peers), .portions = kSmall, .store = &stores[host]});
    group.run_for(20ms);
  }
  // Lines of which each third goes to the next room, the first ones to a room where nothing more is said.
  void talk(HostId hosts, int lines) {
    for (int line = 0; line < lines; ++line) {
      const char* room = kRooms[said_ < 30 ? 0 : 1 + line % 3];
      group.say(line % hosts, "line " + std::to_string(said_++), room);
      if (line % 5 == 0) group.run_for(2ms);
    }
    group.run_for(2s);
  }
  bool is_complete(HostId host) { return stores[host].size() == static_cast<std::size_t>(said_); }
  std::multiset<std::string> shown_by(HostId host) {
    std::multiset<std::string> ids;
    for (const auto& line : group.shown(host)) ids.insert(line.id);
    return ids;
  }
  void expect_all_shown_once(HostId host) {
    const auto ids = shown_by(host);
    EXPECT_EQ(ids.size(), static_cast<std::size_t>(said_)) << host;
    EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size()) << host;
    EXPECT_EQ(group.rule_errors(), 0u);
  }
  std::size_t lacks(HostId host) { return group.peer(host).chat().log.gaps.size(); }

  int said_ = 0;
  std::map<HostId, VirtualStore> stores;
  VirtualGroup group;
};

TEST_F(LongLog, LateJoiner_IsSentNothingTwiceAndWaitsForNoHeartbeat) {
  constexpr protocol::Portions kPages{.in_memory = 5'000, .catch_up = 600, .newest = 400};
  for (HostId host = 0; host < 3; ++host) {
    group.start(host, {.portions = kPages, .store = &stores[host]});
    group.run_for(20ms);
  }
  for (int line = 0; line < 3'000; ++line, ++said_) {
    group.say(line % 3, std::to_string(line), kRooms[line / 3 % 4]);
    if (line % 3 == 2) group.run_for(1ms);
  }
  for (const HostId host : {1, 2}) group.kill(host);
  group.run_for(10'100ms);  // a heartbeat is not due soon
  std::multiset<std::pair<base::PeerId, std::uint64_t>> sent;
  group.network().lose_frames([&](HostId, HostId to, base::ByteView frame) {
    const auto decoded = wire::decode(frame);
    const auto* message = std::get_if<wire::Message>(&decoded);
    const auto* batch = to == 3 && message != nullptr ? std::get_if<protocol::Batch>(message) : nullptr;
    if (batch == nullptr) return false;
    for (const protocol::Entry& entry : batch->entries.items) sent.emplace(entry.stream.author, entry.seq);
    return false;
  });
  group.start(3, {.portions = kPages, .store = &stores[3]});
  ASSERT_TRUE(group.run_until([&] { return !sent.empty(); }, 1s));
  EXPECT_TRUE(group.run_until([&] { return is_complete(3); }, 50ms));
  EXPECT_EQ(std::set(sent.begin(), sent.end()).size(), sent.size());
  EXPECT_GT(sent.size(), 1'000u);  // several pages, and a past besides
  EXPECT_LT(sent.size(), 2'500u);
}

TEST_F(LongLog, LateJoiner_NewestOfEachRoomAtOnceThenEverything) {
  for (HostId host = 0; host < 3; ++host) start(host);
  talk(3, 170);  // all of it in memory
  start(3);
  const auto newest_are_here = [&] {
    return std::all_of(std::begin(kRooms), std::end(kRooms), [&](const char* room) {
      const auto all = group.peer(0).history(room);
      const auto here = group.peer(3).history(room);
      std::set<std::string> ids;
      for (const Message& message : here) ids.insert(message.id);
      return std::all_of(all.end() - 20, all.end(), [&](const Message& m) { return ids.contains(m.id); });
    });
  };
  ASSERT_TRUE(group.run_until(newest_are_here, 1s));
  for (const Message& message : group.events_of<Message>(3)) EXPECT_EQ(message.late, message.past) << message.text;
  ASSERT_TRUE(group.run_until([&] { return is_complete(3); }, 3s));
  expect_all_shown_once(3);
  EXPECT_EQ(lacks(3), 0u);
}

TEST_F(LongLog, MoreThanMemoryHolds_IsServedFromTheStoreAndKeptThere) {
  for (HostId host = 0; host < 3; ++host) start(host);
  talk(3, 900);
  EXPECT_LE(group.peer(0).chat().log.entries.size(), kSmall.in_memory);
  start(3);
  ASSERT_TRUE(group.run_until([&] { return is_complete(3); }, 10s));
  group.run_for(1s);
  EXPECT_LE(group.peer(3).chat().log.entries.size(), kSmall.in_memory);
  expect_all_shown_once(3);
}

TEST_F(LongLog, LinesSaidMeanwhile_AreShownAtOnce) {
  for (HostId host = 0; host < 2; ++host) start(host);
  talk(2, 900);
  group.network().set_delay(20ms);  // so that it takes a while
  start(2);
  ASSERT_TRUE(group.run_until([&] { return lacks(2) != 0; }, 2s));
  const std::string id = group.say(0, "good morning");
  ++said_;
  EXPECT_TRUE(group.run_until([&] { return shown_by(2).contains(id); }, 500ms));
  EXPECT_FALSE(is_complete(2));
  group.say(2, "good morning to you");
  ++said_;
  EXPECT_TRUE(group.run_until([&] { return group.peer(2).unacknowledged() == 0; }, 500ms));
  ASSERT_TRUE(group.run_until([&] { return is_complete(2); }));
  expect_all_shown_once(2);
}

TEST_F(LongLog, KilledHalfWay_GoesOnWhereItStopped) {
  for (HostId host = 0; host < 2; ++host) start(host);
  talk(2, 900);
  group.network().set_delay(5ms);
  start(2);
  for (const std::size_t stored : {150u, 400u, 650u}) {
    ASSERT_TRUE(group.run_until([&] { return stores[2].size() > stored; }));
    ASSERT_FALSE(is_complete(2));
    group.kill(2);
    group.run_for(1s);
    const std::uint64_t frames = group.network().frames_delivered();
    start(2);
    EXPECT_LT(group.network().frames_delivered() - frames, 60u) << "it does not begin anew";
  }
  ASSERT_TRUE(group.run_until([&] { return is_complete(2); }));
  expect_all_shown_once(2);
}

TEST_F(LongLog, NeighbourItAsksDies_AnotherIsAsked) {
  for (HostId host = 0; host < 3; ++host) start(host);
  talk(3, 900);
  group.network().set_delay(5ms);
  start(3, {0, 1, 2});
  ASSERT_TRUE(group.run_until([&] { return stores[3].size() > 300; }));
  ASSERT_FALSE(group.peer(3).chat().past.looking.empty());
  const base::PeerId asked = group.peer(3).chat().past.looking.begin()->peer;
  for (HostId host = 0; host < 3; ++host) {
    if (group.running(host) && group.peer(host).id() == asked) group.kill(host);
  }
  ASSERT_TRUE(group.run_until([&] { return is_complete(3); }));
  expect_all_shown_once(3);
}

TEST_F(LongLog, OnlyOneHasThePast_ThoseWhoLackItTooAreAskedInVainAndNotAgain) {
  start(0);
  talk(1, 900);
  start(1);
  ASSERT_TRUE(group.run_until([&] { return lacks(1) != 0; }, 2s));
  group.kill(0);
  group.run_for(2s);
  const std::size_t half = stores[1].size();
  ASSERT_LT(half, 900u);
  start(2, {1});
  ASSERT_TRUE(group.run_until([&] { return stores[2].size() == half; }, 10s)) << stores[2].size();
  group.run_for(5s);
  const std::uint64_t frames = group.network().frames_delivered();
  group.run_for(10s);
  EXPECT_LT(group.network().frames_delivered() - frames, 100u) << "heartbeats, and no questions";
  EXPECT_NE(lacks(2), 0u);
  // When it comes back they get it.
  start(0, {1});
  EXPECT_TRUE(group.run_until([&] { return is_complete(1) && is_complete(2); }, 10s));
  expect_all_shown_once(1);
  expect_all_shown_once(2);
}

TEST_F(LongLog, ReturnsAfterLong_TheNewestAtOnceAndNothingTwice) {
  for (HostId host = 0; host < 3; ++host) start(host);
  talk(3, 300);
  group.kill(2);
  talk(2, 600);
  start(2);
  ASSERT_TRUE(group.run_until([&] { return is_complete(2); }, 10s));
  expect_all_shown_once(2);
}

TEST_F(LongLog, NoStore_TakesWhatMemoryHoldsAndIsContent) {
  for (HostId host = 0; host < 2; ++host) start(host);
  talk(2, 900);
  group.start(2, {.portions = kSmall});
  group.run_for(10s);
  EXPECT_LE(group.peer(2).chat().log.entries.size(), kSmall.in_memory);
  EXPECT_GT(group.peer(2).chat().log.entries.size(), kSmall.in_memory / 2);
  const std::uint64_t frames = group.network().frames_delivered();
  group.run_for(10s);
  EXPECT_LT(group.network().frames_delivered() - frames, 300u) << "heartbeats, and no questions";
  EXPECT_EQ(group.rule_errors(), 0u);
}

TEST_F(LongLog, DiskFullMeanwhile_GoesOnWhenItWorksAgain) {
  for (HostId host = 0; host < 2; ++host) start(host);
  talk(2, 900);
  group.network().set_delay(5ms);
  start(2);
  ASSERT_TRUE(group.run_until([&] { return stores[2].size() > 200; }));
  stores[2].fail(true);
  group.run_for(10s);
  EXPECT_FALSE(is_complete(2));
  stores[2].fail(false);
  ASSERT_TRUE(group.run_until([&] { return is_complete(2); }));
  expect_all_shown_once(2);
}

// More gaps than are told apart become one, and what is held between them is looked for again: it is not shown again.
TEST_F(LongLog, OneGapTooMany_IsMendedAndShowsOnlyWhatWasLacked) {
  start(0);
  start(1);
  group.run_for(1s);
  talk(1, 60);
  ASSERT_TRUE(is_complete(1));
  const protocol::Stream stream = group.peer(0).chat().log.entries.begin()->stream;
  group.kill(1);
  for (std::uint64_t gap = 1; gap <= protocol::kGapsPerStream; ++gap) stores[1].lack(stream.author, stream.epoch, 2 * gap);
  talk(1, 100);  // more than is sent to who lacks it: one more gap
  bool withheld = true;  // what is asked of the past, until there is one gap too many
  group.network().lose_frames([&](HostId, HostId, base::ByteView frame) { return withheld && frame.size() > 1 && frame[1] == 13; });
  group.start(1, {.portions = {.in_memory = 20, .catch_up = 50, .newest = 20}, .store = &stores[1]});
  group.run_for(1s);
  ASSERT_EQ(group.peer(1).chat().log.gaps.begin()->list.back().first, 2 * protocol::kGapsPerStream);
  withheld = false;
  ASSERT_TRUE(group.run_until([&] { return is_complete(1) && lacks(1) == 0; }));
  const auto ids = shown_by(1);
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), static_cast<std::size_t>(said_));
  EXPECT_EQ(ids.size(), static_cast<std::size_t>(said_) + protocol::kGapsPerStream) << "what the store lacked was shown before";
}

// Lines that are gone with everyone who had them leave a gap; what was said before it still reaches everybody.
TEST_F(LongLog, LinesInTheMiddleAreGone_TheRestIsTheSameEverywhere) {
  for (HostId host = 0; host < 2; ++host) start(host);
  talk(2, 100);
  group.kill(1);
  talk(1, 300);
  start(2, {0});  // it knows the newest alone
  ASSERT_TRUE(group.run_until([&] { return lacks(2) != 0; }, 2s));
  group.kill(0);
  const int gone = said_ - static_cast<int>(stores[2].size()) - 100;
  ASSERT_GT(gone, 0);
  start(1, {2});
  const std::size_t left = static_cast<std::size_t>(said_ - gone);
  EXPECT_TRUE(group.run_until([&] { return stores[1].size() == left && stores[2].size() == left; }))
      << stores[1].size() << " and " << stores[2].size() << " of " << left;
  group.run_for(2s);
  const std::uint64_t frames = group.network().frames_delivered();
  group.run_for(10s);
  EXPECT_LT(group.network().frames_delivered() - frames, 100u) << "heartbeats, and no questions";
  EXPECT_EQ(group.peer(1).chat().past.digest.begin()->digest, group.peer(2).chat().past.digest.begin()->digest);
}

// Who begins at the end of a stream does not confirm what is before: its author still waits for somebody to hold it.
TEST_F(LongLog, ConfirmsOnlyWhatItHolds) {
  start(0);
  start(1);
  group.run_for(1s);
  ASSERT_TRUE(group.agree_on(0));
  std::set<std::uint8_t> lost{6, 9};  // Relay, Batch
  group.network().lose_frames([&](HostId from, HostId, base::ByteView frame) {
    return from == 0 && frame.size() > 1 && lost.contains(frame[1]);
  });
  talk(1, 400);
  EXPECT_EQ(group.peer(0).unacknowledged(), 400u);
  lost = {6, 13};  // Relay, History
  ASSERT_TRUE(group.run_until([&] { return lacks(1) != 0; }));
  lost = {13};
  group.run_for(2s);
  EXPECT_EQ(group.peer(0).unacknowledged(), 400u);
  lost.clear();
  EXPECT_TRUE(group.run_until([&] { return group.peer(0).unacknowledged() == 0; }));
  EXPECT_TRUE(is_complete(1));
}

}  // namespace
}  // namespace node
