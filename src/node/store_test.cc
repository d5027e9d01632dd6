// A peer and its store: what a restart finds again, what leaves only after the disk has it, and what happens
// while the disk is full.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "node/testing/virtual_group.h"
#include "node/testing/virtual_store.h"
#include "wire/frame.h"

namespace node {
namespace {

using namespace std::chrono_literals;
using testing::HostId;
using testing::VirtualGroup;
using testing::VirtualStore;

class Kept : public ::testing::Test {
 protected:
  void start(HostId host, VirtualGroup::Start how = {}) {
    how.store = &stores[host];
    group.start(host, std::move(how));
    group.run_for(20ms);
  }
  void start_all(HostId count) {
    for (HostId host = 0; host < count; ++host) start(host);
    settle();
  }
  void settle() {
    ASSERT_TRUE(group.run_until([&] { return group.identical(); }));
    group.run_for(1s);
  }
  std::vector<std::string> complaints(HostId host) {
    std::vector<std::string> messages;
    for (const Failure& failure : group.events_of<Failure>(host)) {
      if (failure.code == "store") messages.push_back(failure.message);
    }
    return messages;
  }
  bool has_shown(HostId host, const std::string& text) {
    const auto& shown = group.shown(host);
    return std::any_of(shown.begin(), shown.end(), [&](const auto& line) { return line.text == text; });
  }

  std::map<HostId, VirtualStore> stores;
  VirtualGroup group;
};

TEST_F(Kept, PeerRestarted_IsTheSameAndRepeatsNothingAndLosesNothing) {
  start_all(3);
  const base::PeerId before = group.peer(2).id();
  group.say(2, "mine");
  group.run_for(5ms);
  group.say(0, "yours");
  settle();
  group.kill(2);
  group.say(1, "meanwhile");
  group.run_for(1s);
  const std::size_t shown = group.shown(2).size();
  start(2);
  settle();
  EXPECT_EQ(group.peer(2).id(), before);
  EXPECT_EQ(group.transcript(2), (std::vector<std::string>{"p2: mine", "p0: yours", "p1: meanwhile"}));
  ASSERT_EQ(group.shown(2).size(), shown + 1);
  EXPECT_EQ(group.shown(2).back().text, "meanwhile");
  EXPECT_FALSE(group.shown(2).back().late);
  EXPECT_EQ(group.rule_errors(), 0u);
}

TEST_F(Kept, WholeGroupRestarted_HasEverythingAndGoesOn) {
  start_all(3);
  for (int line = 0; line < 300; ++line) group.say(line % 3, std::to_string(line));
  settle();
  for (HostId host = 0; host < 3; ++host) group.kill(host);
  start_all(3);
  EXPECT_EQ(group.transcript(1).size(), 300u);
  group.say(2, "and on");
  settle();
  EXPECT_EQ(group.transcript(0).back(), "p2: and on");
  EXPECT_TRUE(group.identical());
}

TEST_F(Kept, ReturnedLeader_FollowsAndIsNotTakenForTheOldOne) {
  start_all(3);
  ASSERT_TRUE(group.agree_on(0));
  for (const char* nick :
       {"nought", "null", "nil", "zero"}) {  // each is news that a beginner's would not outdo
    ASSERT_TRUE(group.peer(0).set_nick(nick).ok());
    group.run_for(1s);
  }
  group.kill(0);
  ASSERT_TRUE(group.run_until([&] { return group.agree_on(1); }));
  const auto changes = [this] {
    return group.events_of<LeaderChanged>(1).size() + group.events_of<LeaderChanged>(2).size();
  };
  const std::size_t before = changes();
  start(0, {.peers = {1}});
  group.run_for(5s);
  EXPECT_TRUE(group.agree_on(1));
  EXPECT_EQ(changes(), before);
}

TEST_F(Kept, PowerLost_WhatWasAcknowledgedAnywhereIsThere) {
  start_all(2);
  for (int line = 0; line < 50; ++line) {
    group.say(line % 2, std::to_string(line));
    group.run_for(1ms);
  }
  ASSERT_TRUE(
      group.run_until([&] { return group.peer(0).unacknowledged() + group.peer(1).unacknowledged() == 0; }));
  for (HostId host = 0; host < 2; ++host) {
    group.kill(host);
    stores[host].lose_power();
  }
  start(0);
  start(1);
  ASSERT_TRUE(
      group.run_until([&] { return group.transcript(0).size() == 50 && group.transcript(1).size() == 50; }));
}

// Frames that promise: an own new entry, and a receipt.
TEST_F(Kept, NoPromise_LeavesAheadOfTheDisk) {
  std::size_t promises = 0;
  group.network().lose_frames([&](HostId from, HostId to, base::ByteView frame) {
    const auto decoded = wire::decode(frame);
    const auto* message = std::get_if<wire::Message>(&decoded);
    const auto check = [&](const protocol::Entry& entry) {
      if (entry.stream.author != group.peer(from).id()) return;
      ++promises;
      EXPECT_GE(stores[from].on_disk_through(entry.stream.author, entry.stream.epoch), entry.seq) << from;
    };
    if (const auto* submit = std::get_if<protocol::Submit>(message)) check(submit->entry);
    if (const auto* relay = std::get_if<protocol::Relay>(message)) check(relay->entry);
    if (const auto* batch = std::get_if<protocol::Batch>(message)) {
      for (const protocol::Entry& entry : batch->entries.items) check(entry);
    }
    if (const auto* receipt = std::get_if<protocol::Receipt>(message)) {
      ++promises;
      EXPECT_GE(stores[from].on_disk_through(group.peer(to).id(), receipt->epoch), receipt->through) << from;
    }
    return false;
  });
  start_all(3);
  for (int line = 0; line < 90; ++line) {
    group.say(line % 3, std::to_string(line));
    if (line % 10 == 0) group.run_for(1ms);
  }
  group.kill(0);
  group.say(1, "after");
  start(0);
  settle();
  EXPECT_GT(promises, 150u);
}

TEST_F(Kept, Line_IsShownBeforeTheDiskHasIt_AndAcknowledgedAfterwards) {
  std::vector<std::size_t> when_shown, when_acknowledged;  // so many entries would survive a loss of power
  group.watch([&](HostId host, const Event& event) {
    VirtualStore survives = stores[host];
    survives.lose_power();
    if (std::holds_alternative<Message>(event)) when_shown.push_back(survives.size());
    if (std::holds_alternative<Acknowledged>(event)) when_acknowledged.push_back(survives.size());
  });
  start(0);
  for (std::size_t line = 0; line < 3; ++line) {
    group.say(0, std::to_string(line));
    ASSERT_TRUE(group.run_until([&] { return when_acknowledged.size() == line + 1; }));
  }
  EXPECT_EQ(when_shown, (std::vector<std::size_t>{0, 1, 2}));
  EXPECT_EQ(when_acknowledged, (std::vector<std::size_t>{1, 2, 3}));
}

TEST_F(Kept, WhatIsShown_IsInTheStoreBefore) {
  std::map<HostId, std::size_t> shown;
  group.watch([&](HostId host, const Event& event) {
    if (std::holds_alternative<Message>(event)) ++shown[host];
    EXPECT_LE(shown[host], stores[host].size()) << host;
  });
  start_all(2);
  for (int line = 0; line < 100; ++line) {
    group.say(line % 2, std::to_string(line));
    if (line % 3 == 0) group.run_for(300us);
  }
  settle();
  EXPECT_EQ(shown[0], 100u);
}

TEST_F(Kept, DiskTakesWritesButKeepsNone_OneComplaintEachWay) {
  start_all(3);
  stores[2].fail_to_sync(true);
  group.say(2, "held back");
  group.run_for(10s);
  EXPECT_FALSE(has_shown(0, "held back"));
  EXPECT_EQ(group.peer(2).unacknowledged(), 1u);
  EXPECT_EQ(complaints(2).size(), 1u);
  stores[2].fail_to_sync(false);
  ASSERT_TRUE(group.run_until([&] { return has_shown(0, "held back") && group.peer(2).unacknowledged() == 0; }));
  EXPECT_EQ(complaints(2).size(), 2u);
}

TEST_F(Kept, DiskFull_OwnLinesWait_OthersAreShown_OneComplaintEachWay) {
  start_all(3);
  stores[2].fail(true);
  const std::string held_back = group.say(2, "held back");
  group.say(0, "from another");
  group.run_for(10s);
  EXPECT_TRUE(has_shown(2, "from another"));
  EXPECT_FALSE(has_shown(0, "held back"));
  EXPECT_EQ(group.peer(2).unacknowledged(), 1u);
  EXPECT_TRUE(group.peer(2).store_is_failing());
  ASSERT_EQ(complaints(2).size(), 1u);
  EXPECT_NE(complaints(2)[0].find("The virtual disk is full."), std::string::npos);
  stores[2].fail(false);
  ASSERT_TRUE(group.run_until([&] { return has_shown(0, "held back") && has_shown(1, "held back"); }, 3s));
  settle();
  EXPECT_EQ(group.peer(2).unacknowledged(), 0u);
  EXPECT_EQ(complaints(2).size(), 2u);
  EXPECT_FALSE(group.peer(2).store_is_failing());
  group.kill(2);
  start(2);
  settle();
}

TEST_F(Kept, LeaderWithAFullDisk_AnotherLeads_NothingLost) {
  start_all(3);
  ASSERT_TRUE(group.agree_on(0));
  stores[0].fail(true);
  group.say(2, "who keeps this?");
  ASSERT_TRUE(group.run_until([&] { return group.agree_on(1); }, 3s));
  ASSERT_TRUE(group.run_until([&] { return group.peer(2).unacknowledged() == 0; }, 3s));
  group.run_for(5s);
  EXPECT_TRUE(group.agree_on(1)) << "and it stays so";
  stores[0].fail(false);
  settle();
  EXPECT_TRUE(group.agree_on(1));
}

TEST_F(Kept, AloneWithAFullDisk_NothingIsAcknowledgedUntilItIsKept) {
  start(0);
  group.run_for(2s);
  stores[0].fail(true);
  group.say(0, "to myself");
  group.run_for(5s);
  EXPECT_EQ(group.peer(0).unacknowledged(), 1u);
  EXPECT_TRUE(group.events_of<Acknowledged>(0).empty());
  stores[0].fail(false);
  group.run_for(3s);
  EXPECT_EQ(group.peer(0).unacknowledged(), 0u);
  EXPECT_EQ(group.events_of<Acknowledged>(0).size(), 1u);
}

TEST_F(Kept, OldCopyRestored_NothingSaidTwiceNamesTheSame) {
  start_all(2);
  const VirtualStore copy = stores[1];
  group.say(1, "before");
  settle();
  group.kill(1);
  stores[1] = copy;
  group.start(1, {.clock_offset = -24h, .store = &stores[1]});
  group.run_for(20ms);
  group.say(1, "after");
  ASSERT_TRUE(
      group.run_until([&] { return group.transcript(0).size() == 2 && group.transcript(1).size() == 2; }));
  EXPECT_EQ(group.peer(1).unacknowledged(), 0u);
  EXPECT_EQ(group.rule_errors(), 0u);
}

TEST_F(Kept, ClockSetBack_OwnLaterLinesStillComeLater) {
  start(0);
  group.say(0, "first");
  group.run_for(1s);
  group.kill(0);
  start(0, {.clock_offset = -24h * 400});
  group.say(0, "second");
  group.run_for(1s);
  EXPECT_EQ(group.transcript(0), (std::vector<std::string>{"p0: first", "p0: second"}));
  EXPECT_FALSE(group.shown(0).back().late);
}

TEST_F(Kept, SecondStart_NeedsNoAddress) {
  start(0);
  start(1, {.peers = {0}});
  settle();
  group.kill(0);
  group.kill(1);
  group.start(0, {.peers = {}});  // knows nobody
  start(1, {.peers = {1}});       // is told of itself alone
  EXPECT_TRUE(
      group.run_until([&] { return group.leader_of(0) == group.leader_of(1) && group.leader_of(1) != -1; }));
}

TEST_F(Kept, StoreOfAnotherGroup_IsRefused) {
  start(0);
  group.kill(0);
  testing::VirtualNetwork network;
  testing::VirtualClock clock;
  testing::VirtualRandom random(1);
  Peer peer({.group = "work", .nick = "p0"},
            {.clock = clock, .network = network.add_host(0), .random = random, .store = &stores[0]});
  const auto status = peer.start();
  ASSERT_FALSE(status.ok());
  EXPECT_NE(status.error().message.find("the log of group home, not of work"), std::string::npos);
}

TEST_F(Kept, LogLongerThanMemory_TheRestIsReadFromTheStoreAndNotShownAgain) {
  start_all(2);
  for (int line = 0; line < 30; ++line) group.say(0, std::to_string(line));
  settle();
  group.kill(1);
  start(1, {.portions = {.in_memory = 10}});
  group.run_for(5s);
  EXPECT_LE(group.peer(1).chat().log.entries.size(), 10u);
  EXPECT_EQ(group.transcript(1).size(), 30u);
  EXPECT_EQ(group.transcript(1), group.transcript(0));
  EXPECT_EQ(group.shown(1).size(), 30u);
  const auto newest = group.peer(1).history("lobby", 12);
  ASSERT_EQ(newest.size(), 12u);
  EXPECT_EQ(newest.front().text, "18");
  EXPECT_EQ(newest.back().text, "29");
  EXPECT_TRUE(group.peer(1).history("garden").empty());
  group.say(1, "still here");
  ASSERT_TRUE(group.run_until([&] { return has_shown(0, "still here"); }, 2s));
  EXPECT_EQ(group.rule_errors(), 0u);
}

}  // namespace
}  // namespace node
