#include "base/check.h"

#include <gtest/gtest.h>

namespace base {
namespace {

TEST(Check, ConditionHolds_EvaluatedOnceAndPassed) {
  int evaluations = 0;
  CHECK(++evaluations == 1, "counts");
  EXPECT_EQ(evaluations, 1);
}

TEST(CheckDeathTest, ConditionBroken_AbortsNamingPlaceInvariantAndCondition) {
  const int lanes = 4;
  EXPECT_DEATH(CHECK(lanes < 3, "three lanes"),
               "check_test\\.cc:[0-9]+: broken invariant: three lanes \\(lanes < 3\\)");
}

}  // namespace
}  // namespace base
