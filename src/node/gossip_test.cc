// How word of members spreads, and how often neighbours compare whom they know.
#include <gtest/gtest.h>

#include <algorithm>

#include "node/testing/stranger.h"

namespace node {
namespace {

using namespace std::chrono_literals;
using testing::Stranger;
using testing::VirtualGroup;

constexpr base::PeerId kNews{{77}};

protocol::Members news_of(const base::PeerId& id, std::uint64_t incarnation) {
  protocol::Members members;
  members.list.items.push_back({.id = id, .profile = {.incarnation = incarnation, .stamp = 5, .nick = {"absent"}, .address = {}}, .silent_for = 1s});
  return members;
}

bool speaks_of(const std::vector<protocol::Members>& all, const base::PeerId& id) {
  return std::any_of(all.begin(), all.end(), [&](const protocol::Members& m) {
    return std::any_of(m.list.items.begin(), m.list.items.end(), [&](const protocol::MemberNews& n) { return n.id == id; });
  });
}

TEST(Gossip, NewsFromTheLeader_IsNotToldBackToIt) {
  VirtualGroup group;
  group.start_all(1);
  Stranger leader(group, 0, 8);
  leader.join(true);
  leader.send(news_of(kNews, 3));
  group.run_for(1s);
  EXPECT_FALSE(speaks_of(leader.received<protocol::Members>(), kNews));
  leader.send(news_of(kNews, 2));
  group.run_for(1s);
  EXPECT_TRUE(speaks_of(leader.received<protocol::Members>(), kNews)) << "it shows that it knows less";
}

TEST(Gossip, NewsFromAnother_IsToldToTheLeader) {
  VirtualGroup group;
  group.start_all(1);
  Stranger leader(group, 0, 8), other(group, 0, 9);
  leader.join(true);
  other.join(false);
  other.send(news_of(kNews, 3));
  group.run_for(300ms);
  EXPECT_TRUE(speaks_of(leader.received<protocol::Members>(), kNews));
}

// What a neighbour of a peer shows it, heartbeat after heartbeat, and how many censuses that brings.
struct Shower {
  struct Alone : VirtualGroup {
    Alone() { start_all(1); }
  };
  Shower() { neighbour.join(false); }

  std::size_t censuses_after(std::uint64_t members, base::Duration pause) {
    group.run_for(pause);
    age += pause;
    neighbour.send(protocol::Heartbeat{.edition = ++edition, .profile = neighbour.profile(), .age = age, .members = {members}});
    const std::size_t all = neighbour.received<protocol::Census>().size();
    return all - std::exchange(censuses, all);
  }

  Alone group;
  Stranger neighbour{group, 0, 8};
  base::Duration age{};
  std::uint64_t edition = 0;
  std::size_t censuses = 0;
};

TEST(Gossip, NeighbourKnowsOtherMembers_IsAskedAtItsFirstWordAndWhereItStays) {
  Shower f;
  EXPECT_EQ(f.censuses_after(100, 300ms), 1u) << "with the heartbeat by which it joined";
  EXPECT_EQ(f.censuses_after(101, 1200ms), 0u) << "news is on its way";
  EXPECT_EQ(f.censuses_after(101, 300ms), 1u) << "it shows the same, over a second after it was asked";
  EXPECT_EQ(f.censuses_after(101, 300ms), 0u) << "it was just asked";
  EXPECT_EQ(f.censuses_after(101, 900ms), 1u);
}

TEST(Gossip, NeighbourShowsOtherMembersInEachWord_IsAskedAllTheSame) {
  Shower f;
  std::size_t asked = 0;
  constexpr std::uint64_t kRounds = 3;
  for (std::uint64_t word = 0; word < kRounds * (protocol::kWordsUnasked + 1); ++word) asked += f.censuses_after(100 + word, 300ms);
  EXPECT_GE(asked, kRounds - 1);
  EXPECT_LE(asked, kRounds + 1);
}

}  // namespace
}  // namespace node
