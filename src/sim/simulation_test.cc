#include "sim/simulation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "sim/schedule/random_schedule.h"

namespace sim {
namespace {

using namespace std::chrono_literals;

Report run(std::uint64_t seed, base::Duration length = 100s) {
  return simulate(random_schedule(seed, {.length = length}));
}

TEST(Simulation, SameSeed_SameTrace_OtherSeed_Another) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const Report first = run(seed);
    const Report again = run(seed);
    EXPECT_EQ(first.trace_hash, again.trace_hash) << seed;
    EXPECT_EQ(first.ticks, again.ticks) << seed;
    EXPECT_NE(first.trace_hash, run(seed + 100).trace_hash) << seed;
  }
}

TEST(Simulation, OtherChanceInTheSameSchedule_AnotherTrace) {
  Schedule schedule = random_schedule(3, {.length = 60s});
  const Report first = simulate(schedule);
  schedule.seed = 4;
  EXPECT_NE(simulate(schedule).trace_hash, first.trace_hash);
}

// A fault that is drawn and never touches anything would prove nothing.
TEST(Simulation, ManySeeds_EveryActionAndEveryEffectIsSeen) {
  std::array<std::uint64_t, kActionKindCount> performed{};
  Counters effects;
  for (std::uint64_t seed = 1; seed <= 45; ++seed) {
    const Report report = run(seed, 400s);
    EXPECT_TRUE(report.holds()) << "conclave-sim --seed " << seed << " --simulated 400s";
    for (std::size_t i = 0; i < performed.size(); ++i) performed[i] += report.performed[i];
    effects.add(report.effects);
  }
  for (std::size_t i = 0; i < performed.size(); ++i) {
    if (static_cast<ActionKind>(i) == ActionKind::kCalm) continue;  // the simulation's own, counted as calms
    EXPECT_GT(performed[i], 0u) << kActionForms[i].name;
  }
  for (std::size_t i = 0; i < kEffectNames.size(); ++i) {
    const auto effect = static_cast<Effect>(i);
    if (effect == Effect::kSlowReaderDropped) continue;  // takes 4 MB: a scenario of its own
    EXPECT_GT(effects.of(effect), 0u) << kEffectNames[i];
  }
}

// The checkers see what really is wrong: two islands that know nothing of each other.
TEST(Simulation, GroupThatCannotMeet_IsReported) {
  Schedule schedule{.seed = 1, .hosts = 2, .length = 20s};
  schedule.actions.push_back({.at = 0s, .kind = ActionKind::kStart, .host = 0});
  schedule.actions.push_back({.at = 1s, .kind = ActionKind::kStart, .host = 1});
  schedule.actions.push_back({.at = 5s, .kind = ActionKind::kSay, .host = 0, .amount = 1});
  const Report report = simulate(schedule);
  ASSERT_FALSE(report.holds());
  const auto broke = [&](std::string_view promise) {
    return std::any_of(report.violations.begin(), report.violations.end(), [&](const Violation& violation) {
      return violation.promise.find(promise) != std::string::npos;
    });
  };
  EXPECT_TRUE(broke("lost"));
  EXPECT_TRUE(broke("identical"));
  EXPECT_TRUE(broke("one leader"));
  EXPECT_FALSE(report.last_moments.empty());
}

TEST(Simulation, OnlyHolderWipedWithoutAStore_IsNotCountedAsLost) {
  Schedule schedule{.seed = 1, .hosts = 2, .length = 20s, .ephemeral = {0, 1}};
  schedule.actions.push_back({.at = 0s, .kind = ActionKind::kStart, .host = 0});
  schedule.actions.push_back({.at = 3s, .kind = ActionKind::kSay, .host = 0, .amount = 5});
  schedule.actions.push_back({.at = 4s, .kind = ActionKind::kKill, .host = 0});
  schedule.actions.push_back({.at = 5s, .kind = ActionKind::kStart, .host = 1, .hosts = {0}});
  const Report report = simulate(schedule);
  EXPECT_TRUE(report.holds());
  EXPECT_EQ(report.lost_with_all_holders, 5u);
}

}  // namespace
}  // namespace sim
