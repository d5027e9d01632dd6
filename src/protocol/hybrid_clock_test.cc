#include "protocol/hybrid_clock.h"

#include <gtest/gtest.h>

namespace protocol {
namespace {

constexpr base::WallTime kNoon{std::chrono::hours(12)};

TEST(HybridClock, ManyInOneMillisecond_AreDistinctAndGrow) {
  HybridClock clock;
  std::uint64_t last = 0;
  for (int i = 0; i < 1000; ++i) {
    const std::uint64_t next = clock.next(kNoon);
    EXPECT_GT(next, last);
    last = next;
  }
}

TEST(HybridClock, WallClockStepsBack_TimeDoesNot) {
  HybridClock clock;
  const std::uint64_t before = clock.next(kNoon);
  EXPECT_GT(clock.next(kNoon - 1h), before);
}

TEST(HybridClock, AfterAnEntryIsSeen_WhatIsSaidSortsBehindIt) {
  HybridClock clock;
  const std::uint64_t seen = HybridClock::of(kNoon + 30s);
  clock.observe(seen, kNoon);
  EXPECT_GT(clock.next(kNoon), seen);
}

TEST(HybridClock, EntryFromTheFarFuture_DoesNotPullTheClockAlong) {
  HybridClock clock;
  clock.observe(HybridClock::of(kNoon + kClockDriftMax + 1s), kNoon);
  EXPECT_LE(clock.next(kNoon), HybridClock::of(kNoon));
}

TEST(HybridClock, BeforeTheEpoch_IsZero) { EXPECT_EQ(HybridClock::of(base::WallTime(-1h)), 0u); }

}  // namespace
}  // namespace protocol
