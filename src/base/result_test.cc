#include "base/result.h"

#include <gtest/gtest.h>

#include <memory>

namespace base {
namespace {

Result<int> half(int number) {
  if (number % 2 != 0) return Error{"odd"};
  return number / 2;
}

TEST(Result, Value_IsOkAndHeld) {
  const Result<int> result = half(8);
  ASSERT_TRUE(result.ok());
  EXPECT_TRUE(result);
  EXPECT_EQ(result.value(), 4);
}

TEST(Result, Error_IsNotOkAndSaysWhy) {
  const Result<int> result = half(7);
  EXPECT_FALSE(result.ok());
  EXPECT_FALSE(result);
  EXPECT_EQ(result.error().message, "odd");
}

TEST(Result, MoveOnlyValue_CanBeTakenOut) {
  Result<std::unique_ptr<int>> result = std::make_unique<int>(3);
  const std::unique_ptr<int> taken = std::move(result.value());
  EXPECT_EQ(*taken, 3);
}

TEST(Status, Done_IsOk) { EXPECT_TRUE(Status(Done{}).ok()); }

TEST(ResultDeathTest, ValueOfAnError_Aborts) {
  const Result<int> result = half(7);
  EXPECT_DEATH(static_cast<void>(result.value()), "broken invariant: value\\(\\) of a failed Result");
}

TEST(ResultDeathTest, ErrorOfAValue_Aborts) {
  const Result<int> result = half(8);
  EXPECT_DEATH(static_cast<void>(result.error()),
               "broken invariant: error\\(\\) of a Result that holds a value");
}

}  // namespace
}  // namespace base
