// Nicks: changed, shared by two, too long.
#include <gtest/gtest.h>

#include "node/testing/virtual_group.h"

namespace node {
namespace {

using namespace std::chrono_literals;
using testing::HostId;
using testing::VirtualGroup;

std::string nick_of(VirtualGroup& group, HostId whom, HostId as_seen_by) {
  for (const MemberInfo& member : group.peer(as_seen_by).members()) {
    if (member.node == base::to_hex(group.peer(whom).id())) return member.nick;
  }
  return "";
}

TEST(Roster, SameNickTwice_TheNewerGetsASuffixEverywhere) {
  VirtualGroup group;
  group.start(0, {.nick = "ann"});
  group.run_for(20ms);
  group.start(1, {.nick = "bob"});
  group.run_for(20ms);
  group.start(2, {.nick = "bob"});
  group.run_for(1s);
  const std::string renamed = "bob-" + base::short_hex(group.peer(2).id()).substr(0, 4);
  for (HostId host = 0; host < 3; ++host) {
    EXPECT_EQ(nick_of(group, 1, host), "bob");
    EXPECT_EQ(nick_of(group, 2, host), renamed);
  }
  // The newer is told. (It may learn of the clash, and give way, before the older one ever sees it.)
  EXPECT_TRUE(group.events_of<Failure>(0).empty());
  EXPECT_LE(group.events_of<Failure>(1).size(), 1u);
  ASSERT_EQ(group.events_of<Failure>(2).size(), 1u);
  EXPECT_EQ(group.events_of<Failure>(2)[0].code, "nick");
  group.say(2, "hi");
  group.run_for(10ms);
  EXPECT_EQ(group.transcript(0).back(), renamed + ": hi");
}

TEST(Roster, ClashAfterAPartition_IsSettledTheSameWayEverywhere) {
  VirtualGroup group;
  group.start_all(4);
  group.network().partition({2, 3});
  group.run_for(2s);
  ASSERT_TRUE(group.peer(1).set_nick("zoe").ok());
  ASSERT_TRUE(group.peer(2).set_nick("zoe").ok());
  group.run_for(1s);
  group.network().heal();
  group.run_for(6s);
  const std::string renamed = "zoe-" + base::short_hex(group.peer(2).id()).substr(0, 4);
  for (HostId host = 0; host < 4; ++host) {
    EXPECT_EQ(nick_of(group, 1, host), "zoe") << host;
    EXPECT_EQ(nick_of(group, 2, host), renamed) << host;
  }
}

TEST(Roster, NickChanged_IsSeenByAllAndInWhatIsSaid) {
  VirtualGroup group;
  group.start_all(3);
  ASSERT_TRUE(group.peer(1).set_nick("renée").ok());
  group.say(1, "call me thus");
  group.run_for(50ms);
  for (HostId host = 0; host < 3; ++host) EXPECT_EQ(nick_of(group, 1, host), "renée");
  EXPECT_EQ(group.transcript(2).back(), "renée: call me thus");
  const auto changes = group.events_of<MemberChanged>(2);
  EXPECT_EQ(changes.back().change, Change::kNick);
  EXPECT_EQ(changes.back().nick, "renée");
}

TEST(Roster, NickOutOfBounds_IsRefusedWithASentence) {
  VirtualGroup group;
  group.start(0);
  EXPECT_FALSE(group.peer(0).set_nick("").ok());
  EXPECT_FALSE(group.peer(0).set_nick(std::string(kNickBytesMax + 1, 'n')).ok());
  EXPECT_FALSE(group.peer(0).set_nick("\xc3\x28").ok());
  EXPECT_TRUE(group.peer(0).set_nick(std::string(kNickBytesMax, 'n')).ok());
}

TEST(Roster, WhyLeader_NamesTheLeaderAndTheReason) {
  VirtualGroup group;
  group.start_all(3);
  const std::string why = group.peer(2).why_leader();
  EXPECT_EQ(why.substr(0, why.find('\n')), "p0 leads: of the 3 peers alive here it joined first.");
}

}  // namespace
}  // namespace node
