#include "apps/conclave-sim/workers.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

namespace conclave_sim {
namespace {

TEST(Workers, EverySeed_IsWorkedOnOnce) {
  std::set<std::uint64_t> seen;
  Workers workers(3, 5, 60, [](std::uint64_t seed) { return Outcome{.seed = seed}; });
  workers.run([&](const Outcome& outcome) { return seen.insert(outcome.seed).second; });
  EXPECT_EQ(seen.size(), 56u);
  EXPECT_EQ(*seen.begin(), 5u);
  EXPECT_EQ(*seen.rbegin(), 60u);
}

TEST(Workers, ChildDies_ItsSeedIsNamedAndTheOthersGoOn) {
  std::set<std::uint64_t> well, crashed;
  Workers workers(2, 1, 20, [](std::uint64_t seed) {
    if (seed == 7) std::_Exit(3);
    return Outcome{.seed = seed};
  });
  workers.run([&](const Outcome& outcome) {
    (outcome.crashed ? crashed : well).insert(outcome.seed);
    return true;
  });
  EXPECT_EQ(well.size(), 19u);
  EXPECT_EQ(crashed, std::set<std::uint64_t>{7});
}

TEST(Workers, ToldToStop_TakesNoFurtherSeeds) {
  std::uint64_t count = 0;
  Workers workers(2, 1, std::nullopt, [](std::uint64_t seed) { return Outcome{.seed = seed}; });
  workers.run([&](const Outcome&) { return ++count < 10; });
  EXPECT_GE(count, 10u);
}

}  // namespace
}  // namespace conclave_sim
