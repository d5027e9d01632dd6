#include "os/asio/token_bucket.h"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;

constexpr base::Instant kStart{1h};

TEST(TokenBucket, Burst_PassesAtOnceAndNoMore) {
  os::TokenBucket bucket({.per_second = 10, .burst = 3}, kStart);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(bucket.try_take(1, kStart));
  EXPECT_FALSE(bucket.try_take(1, kStart));
  EXPECT_EQ(bucket.until(1, kStart), 100ms);
}

TEST(TokenBucket, Later_AsManyAsTheRateSays) {
  os::TokenBucket bucket({.per_second = 10, .burst = 3}, kStart);
  bucket.take(3, kStart);
  EXPECT_TRUE(bucket.try_take(2, kStart + 200ms));
  EXPECT_FALSE(bucket.try_take(1, kStart + 200ms));
  EXPECT_FALSE(bucket.full(kStart + 400ms));
  EXPECT_TRUE(bucket.full(kStart + 1h)) << "never more than the burst";
  EXPECT_FALSE(bucket.has(4, kStart + 1h));
}

TEST(TokenBucket, Debt_IsPaidFirst) {
  os::TokenBucket bucket({.per_second = 10, .burst = 1}, kStart);
  bucket.take(11, kStart);
  EXPECT_FALSE(bucket.has(1, kStart + 1s));
  EXPECT_TRUE(bucket.has(1, kStart + 1100ms));
}

TEST(TokenBucket, ClockThatStepsBack_GivesNothing) {
  os::TokenBucket bucket({.per_second = 10, .burst = 1}, kStart);
  bucket.take(1, kStart);
  EXPECT_FALSE(bucket.has(1, kStart - 1s));
}

}  // namespace
