// Partitions: both sides talk on, and are one again when the network is.
#include <gtest/gtest.h>

#include "node/testing/virtual_group.h"

namespace node {
namespace {

using namespace std::chrono_literals;
using testing::HostId;
using testing::VirtualGroup;

TEST(Partition, BothHalvesTalkThenHeal_LogsAreIdentical) {
  VirtualGroup group;
  group.start_all(5);
  group.network().partition({3, 4});
  EXPECT_TRUE(group.run_until([&] { return group.leader_of(4) == 3 && group.leader_of(2) == 0; }, 2s));
  for (int line = 0; line < 300; ++line) {
    group.say(line % 5, "line " + std::to_string(line));
    group.run_for(5ms);
  }
  EXPECT_EQ(group.transcript(0).size(), 180u);
  EXPECT_EQ(group.transcript(4).size(), 120u);
  group.network().heal();
  EXPECT_TRUE(group.run_until([&] { return group.agree_on(0) && group.identical(); }, 6s));
  EXPECT_EQ(group.transcript(2).size(), 300u);
  EXPECT_EQ(group.rule_errors(), 0u);
}

TEST(Partition, OneIsCutOff_TalksAloneAndCatchesUp) {
  VirtualGroup group;
  group.start_all(3);
  group.network().partition({0});
  group.run_for(2s);
  group.say(0, "hello?");
  group.say(1, "where is p0?");
  group.run_for(1s);
  EXPECT_EQ(group.leader_of(0), 0);
  EXPECT_EQ(group.leader_of(1), 1);
  group.network().heal();
  EXPECT_TRUE(group.run_until([&] { return group.agree_on(0) && group.identical(); }, 6s));
  EXPECT_EQ(group.transcript(2).size(), 2u);
}

TEST(Partition, LongOne_IsFoundAgainAfterwards) {
  VirtualGroup group;
  group.start_all(4);
  group.network().partition({2, 3});
  group.run_for(10min);
  group.network().heal();
  EXPECT_TRUE(group.run_until([&] { return group.agree_on(0) && group.peer(3).members().size() == 4; }, 6s));
}

TEST(Partition, FlappingWhileAllTalk_NothingLostNothingTwice) {
  VirtualGroup group(3);
  group.start_all(4);
  int said = 0;
  const auto talk_for = [&](int lines) {
    for (int i = 0; i < lines; ++i) {
      group.say(i % 4, std::to_string(said++));
      group.run_for(25ms);
    }
  };
  for (int round = 0; round < 8; ++round) {
    group.network().partition({round % 4, (round + 1) % 4});
    talk_for(40 + 20 * (round % 3));
    group.network().heal();
    talk_for(100);
  }
  group.run_for(6s);
  EXPECT_TRUE(group.identical());
  EXPECT_EQ(group.transcript(0).size(), static_cast<std::size_t>(said));
  EXPECT_EQ(group.rule_errors(), 0u);
}

}  // namespace
}  // namespace node
