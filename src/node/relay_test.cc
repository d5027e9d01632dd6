// Relay between views that differ: who does not lead passes on, but not for ever; copies are shown once.
#include <gtest/gtest.h>

#include "node/testing/stranger.h"

namespace node {
namespace {

using namespace std::chrono_literals;
using testing::HostId;
using testing::Stranger;
using testing::VirtualGroup;

TEST(Relay, SubmittedToAFollower_ReachesItsLeader) {
  VirtualGroup group;
  group.start_all(2);
  Stranger leader(group, 1, 8), author(group, 1, 9);
  leader.join(true);
  author.join(false);
  author.send(protocol::Submit{.entry = author.entry(1, "please")});
  const auto submitted = leader.received<protocol::Submit>();
  ASSERT_EQ(submitted.size(), 1u);
  EXPECT_EQ(submitted[0].entry.text.value, "please");
  EXPECT_EQ(submitted[0].hops, 1);
  // The follower holds the line too, and says so.
  EXPECT_EQ(author.received<protocol::Receipt>().back().through, 1u);
}

TEST(Relay, AtTheHopLimit_IsNotPassedOn) {
  VirtualGroup group;
  group.start_all(2);
  Stranger leader(group, 1, 8), author(group, 1, 9);
  leader.join(true);
  author.join(false);
  author.send(protocol::Submit{.entry = author.entry(1, "last hop"), .hops = protocol::kHopsMax - 1});
  author.send(protocol::Submit{.entry = author.entry(2, "too far"), .hops = protocol::kHopsMax});
  const auto submitted = leader.received<protocol::Submit>();
  ASSERT_EQ(submitted.size(), 1u);
  EXPECT_EQ(submitted[0].entry.text.value, "last hop");
  EXPECT_EQ(submitted[0].hops, protocol::kHopsMax);
}

TEST(Relay, ToItsOwnSender_IsNotPassedBack) {
  VirtualGroup group;
  group.start_all(2);
  Stranger leader(group, 1, 8);
  leader.join(true);
  leader.send(protocol::Submit{.entry = leader.entry(1, "who leads?")});
  EXPECT_TRUE(leader.received<protocol::Submit>().empty());
}

TEST(Relay, SameLineManyTimes_IsShownAndPassedOnOnce) {
  VirtualGroup group;
  group.start_all(3);
  Stranger author(group, 0, 9);
  author.join(false);
  for (int copy = 0; copy < 5; ++copy) author.send(protocol::Submit{.entry = author.entry(1, "again")});
  group.run_for(50ms);
  for (HostId host = 0; host < 3; ++host) EXPECT_EQ(group.shown(host).size(), 1u) << host;
  // Every copy is answered: the author may have missed the first receipt.
  EXPECT_GE(author.received<protocol::Receipt>().size(), 5u);
}

TEST(Relay, LeaderNeverConfirms_IsAskedAgain) {
  VirtualGroup group;
  group.start_all(1);
  Stranger leader(group, 0, 8);
  leader.join(true);
  group.say(0, "do you hear me?");
  for (int beat = 0; beat < 10; ++beat) {
    group.run_for(200ms);
    leader.heartbeat();
  }
  EXPECT_EQ(group.peer(0).unacknowledged(), 1u);
  const auto copies = leader.received<protocol::Submit>().size();
  EXPECT_GE(copies, 3u);
  EXPECT_LE(copies, 5u);
  leader.send(
      protocol::Receipt{.epoch = leader.received<protocol::Submit>()[0].entry.stream.epoch, .through = 1});
  EXPECT_EQ(group.peer(0).unacknowledged(), 0u);
}

// Its link is slow: what it has not confirmed yet is on its way.
TEST(Relay, LeaderThatGoesOnConfirming_IsNotSentTheRestAgain) {
  constexpr std::uint64_t kLines = 20;
  VirtualGroup group;
  group.start_all(1);
  Stranger leader(group, 0, 8);
  leader.join(true);
  for (std::uint64_t line = 0; line < kLines; ++line) group.say(0, "line " + std::to_string(line));
  const auto wait = [&] {
    group.run_for(200ms);
    leader.heartbeat();
  };
  for (std::uint64_t through = 1; through < kLines / 2; ++through) {
    wait();
    const auto submitted = leader.received<protocol::Submit>();
    ASSERT_EQ(submitted.size(), kLines) << "with " << through - 1 << " confirmed";
    leader.send(protocol::Receipt{.epoch = submitted[0].entry.stream.epoch, .through = through});
  }
  for (int beat = 0; beat < 5; ++beat) wait();
  EXPECT_GT(leader.received<protocol::Submit>().size(), kLines) << "it has stopped";
}

TEST(Relay, LeadersOwnLine_IsAcknowledgedByItsDeputyOnly) {
  VirtualGroup group;
  group.start_all(1);
  Stranger deputy(group, 0, 7), third(group, 0, 8);
  deputy.join(false);
  third.profile().incarnation = 2;
  third.join(false);
  group.say(0, "for the record");
  group.run_for(2ms);
  ASSERT_EQ(deputy.received<protocol::Relay>().size(), 1u);
  ASSERT_EQ(third.received<protocol::Relay>().size(), 1u);
  EXPECT_TRUE(deputy.received<protocol::Relay>()[0].confirm);
  EXPECT_FALSE(third.received<protocol::Relay>()[0].confirm);
  EXPECT_EQ(group.peer(0).unacknowledged(), 1u);
}

TEST(Relay, TooManyUnacknowledged_AreRefusedWithASentence) {
  VirtualGroup group;
  group.start(0, {.peers = {1}});
  for (std::size_t line = 0; line < protocol::kUnackedMax; ++line) {
    ASSERT_TRUE(group.peer(0).say("lobby", "x").ok());
  }
  const auto refused = group.peer(0).say("lobby", "x");
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("wait"), std::string::npos);
}

TEST(Relay, TextOutOfBounds_IsRefusedWithASentence) {
  VirtualGroup group;
  group.start(0);
  EXPECT_FALSE(group.peer(0).say("lobby", "").ok());
  EXPECT_FALSE(group.peer(0).say("lobby", "\xff").ok());
  EXPECT_FALSE(group.peer(0).say("", "x").ok());
  EXPECT_FALSE(group.peer(0).say("lobby", std::string(kTextBytesMax + 1, 'x')).ok());
  EXPECT_TRUE(group.peer(0).say("lobby", std::string(kTextBytesMax, 'x')).ok());
}

TEST(Relay, LongLines_AllArrive) {
  VirtualGroup group;
  group.start_all(3);
  for (int line = 0; line < 200; ++line) {
    group.say(1, std::string(kTextBytesMax - 10, 'x') + std::to_string(line));
    if (line == 100) group.kill(0);
  }
  EXPECT_TRUE(group.run_until([&] { return group.shown(2).size() == 200; }, 3s));
  EXPECT_TRUE(group.identical());
}

// Whoever looks at the history while it is told of lines does not find there what it is yet to be told.
TEST(Relay, HistoryWhileLinesAreTold_EndsWithTheLineThatIsTold) {
  VirtualGroup group;
  group.start_all(2);
  std::size_t told = 0;
  group.watch([&](HostId host, const Event& event) {
    const auto* message = std::get_if<Message>(&event);
    if (message == nullptr) return;
    ++told;
    std::vector<std::string> texts = group.transcript(host);
    ASSERT_FALSE(texts.empty());
    EXPECT_EQ(texts.back(), "p0: " + message->text) << host;
  });
  for (int line = 0; line < 5; ++line) {
    ASSERT_TRUE(group.peer(0).say("lobby", "line " + std::to_string(line)).ok());  // five in one step
  }
  ASSERT_TRUE(group.run_until([&] { return told == 10; }));
}

}  // namespace
}  // namespace node
