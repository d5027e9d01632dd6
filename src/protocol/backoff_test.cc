#include "protocol/backoff.h"

#include <gtest/gtest.h>

#include "protocol/limits.h"

namespace protocol {
namespace {

TEST(Backoff, Failures_DoubleTheWaitUpToTheLimit) {
  constexpr std::uint64_t kMostChance = ~std::uint64_t{0};
  for (std::uint64_t failures = 0; failures < 100; ++failures) {
    EXPECT_LE(backoff(failures, kMostChance), kRedialMax);
    EXPECT_GE(backoff(failures + 1, 0), backoff(failures, 0));
  }
  EXPECT_EQ(backoff(0, 0), kRedialFirst / 2);
  EXPECT_EQ(backoff(1, 0), kRedialFirst);
  EXPECT_EQ(backoff(50, 0), kRedialMax / 2);
}

TEST(Backoff, Chance_SpreadsOverTheUpperHalf) {
  const auto half = static_cast<std::uint64_t>((kRedialMax / 2).count());
  EXPECT_EQ(backoff(50, half), kRedialMax);
  EXPECT_EQ(backoff(50, half + 1), kRedialMax / 2);
}

}  // namespace
}  // namespace protocol
