#include "sim/schedule/shrinker.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "sim/schedule/random_schedule.h"

namespace sim {
namespace {

bool has(const Schedule& schedule, ActionKind kind) {
  return std::any_of(schedule.actions.begin(), schedule.actions.end(),
                     [&](const Action& action) { return action.kind == kind; });
}

TEST(Shrinker, FailureOfTwoActions_LeavesThoseTwo) {
  Schedule schedule = random_schedule(1);
  schedule.actions.push_back(
      {.at = std::chrono::seconds(9), .kind = ActionKind::kClog, .host = 1, .other = 2});
  schedule.actions.push_back(
      {.at = std::chrono::seconds(10), .kind = ActionKind::kSay, .host = 2, .amount = 64});
  int runs = 0;
  const Schedule small = shrink(
      schedule,
      [&](const Schedule& candidate) {
        ++runs;
        return has(candidate, ActionKind::kClog) && has(candidate, ActionKind::kSay);
      },
      1000);
  EXPECT_EQ(small.actions.size(), 2u);
  EXPECT_LE(runs, 1000);
  for (const Action& action : small.actions) {
    if (action.kind == ActionKind::kSay) {
      EXPECT_EQ(action.amount, 1);
    }
  }
}

TEST(Shrinker, FewTries_StopsAndStillFails) {
  int runs = 0;
  const Schedule small = shrink(
      random_schedule(2),
      [&](const Schedule& candidate) {
        ++runs;
        return !candidate.actions.empty();
      },
      5);
  EXPECT_FALSE(small.actions.empty());
  EXPECT_LE(runs, 5);
}

}  // namespace
}  // namespace sim
