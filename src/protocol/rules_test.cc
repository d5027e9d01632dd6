// The pure functions that rules are made of.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "protocol/links.h"
#include "protocol/neighbours.h"
#include "protocol/own_profile.h"
#include "protocol/roster.h"

namespace protocol {
namespace {

const base::PeerId kLow{{1}}, kHigh{{2}};

TEST(RankOf, LinksBetweenTwoPeers_BothEndsPreferTheOneDialedByTheLowerId) {
  const Link dialed{.id = 7, .dialed = true, .address = {}, .since = {}};
  const Link accepted{.id = 8, .dialed = false, .address = {}, .since = {}};
  EXPECT_LT(rank_of(dialed, kLow, kHigh), rank_of(accepted, kLow, kHigh));
  EXPECT_LT(rank_of(accepted, kHigh, kLow), rank_of(dialed, kHigh, kLow));
}

TEST(RankOf, TwoDialedByTheSame_TheNewerIsPreferred) {
  const Link old{.id = 7, .dialed = true, .address = {}, .since = {}};
  const Link fresh{.id = 9, .dialed = true, .address = {}, .since = {}};
  EXPECT_LT(rank_of(fresh, kLow, kHigh), rank_of(old, kLow, kHigh));
}

// Of many lost ones each is looked for in its turn, however often it was tried before.
TEST(Neighbours, ManyAreLost_AllAreSearchedForInTurn) {
  std::vector<Candidate> lost;
  for (std::uint64_t id = 2; id < 22; ++id) lost.push_back({.id = {{id}}, .address = {}, .stamp = id, .absent = true, .tried = {}});
  std::set<base::PeerId> searched;
  for (int round = 0; round < 5; ++round) {
    const auto chosen = neighbours(kLow, lost);
    EXPECT_EQ(chosen.size(), kSearchMax);
    searched.insert(chosen.begin(), chosen.end());
    for (Candidate& candidate : lost) {
      if (std::count(chosen.begin(), chosen.end(), candidate.id) == 0) continue;
      const Attempt attempt{.address = {}, .failures = 0, .next_at = {}, .under_way = true, .dialed_at = base::Instant(round * 1s)};
      candidate.tried = tried(&attempt);
    }
    EXPECT_EQ(neighbours(kLow, lost), chosen) << "whoever is being dialed keeps its place";
    for (Candidate& candidate : lost) candidate.tried.done = true;
  }
  EXPECT_EQ(searched.size(), lost.size());
}

// Else everybody calls whoever is slow to come, who then is slower still.
TEST(Neighbours, SomeAreLost_OnlyEldersLookForThem) {
  std::vector<Candidate> all;
  for (std::uint64_t id = 1; id < 21; ++id) all.push_back({.id = {{id}}, .address = {}, .stamp = id, .absent = id % 4 == 0, .tried = {}});
  const auto searches = [&](const base::PeerId& self) {
    const auto chosen = neighbours(self, all);
    return std::count_if(chosen.begin(), chosen.end(), [&](const base::PeerId& id) {
      return std::any_of(all.begin(), all.end(), [&](const Candidate& c) { return c.id == id && c.absent; });
    });
  };
  std::vector<std::uint64_t> searchers;
  for (std::uint64_t id = 1; id < 21; ++id) {
    if (id % 4 != 0 && searches({{id}}) > 0) searchers.push_back(id);
  }
  EXPECT_EQ(searchers, (std::vector<std::uint64_t>{1, 2, 3}));
  EXPECT_EQ(searches({{3}}), static_cast<std::ptrdiff_t>(kSearchMax));
  for (Candidate& candidate : all) candidate.absent = candidate.id < base::PeerId{{10}};
  EXPECT_EQ(searches({{10}}), static_cast<std::ptrdiff_t>(kSearchMax)) << "who is left over is an elder";
}

TEST(Suffixed, LongNick_IsCutBetweenCharacters) {
  const base::PeerId id{{0xabcd000000000000}};
  EXPECT_EQ(suffixed({"bob"}, id).value, "bob-abcd");
  EXPECT_EQ(suffixed({std::string(kNickBytes, 'x')}, id).value, std::string(kNickBytes - 5, 'x') + "-abcd");
  // 13 two-byte characters and a half would fit.
  std::string umlauts;
  for (int i = 0; i < 16; ++i) umlauts += "ä";
  EXPECT_EQ(suffixed({umlauts}, id).value, umlauts.substr(0, 26) + "-abcd");
}

TEST(Revise, SeveralReasons_OneNewIncarnation) {
  const Profile profile{.incarnation = 3, .stamp = 10, .left = false, .nick = {"bob"}, .address = {}};
  const Change change = combine(Change{.stamp_over = 20}, Change{.incarnation_over = 7, .nick = Nick{"rob"}});
  const Profile revised = revise(profile, change);
  EXPECT_EQ(revised.incarnation, 8u);
  EXPECT_EQ(revised.stamp, 21u);
  EXPECT_EQ(revised.nick.value, "rob");
}

TEST(Revise, AtTheLargestNumber_DoesNotWrap) {
  const Profile last{.incarnation = kIntegerMax, .stamp = 10, .left = false, .nick = {"bob"}, .address = {}};
  const Profile revised = revise(last, Change{.stamp_over = kIntegerMax});
  EXPECT_EQ(revised.incarnation, kIntegerMax);
  EXPECT_EQ(revised.stamp, kIntegerMax);
}

}  // namespace
}  // namespace protocol
