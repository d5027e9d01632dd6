#include "base/random.h"

#include <gtest/gtest.h>

#include <array>

namespace base {
namespace {

TEST(SeededRandom, SameSeed_SameNumbers) {
  SeededRandom first(42);
  SeededRandom second(42);
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(first.next(), second.next());
}

TEST(SeededRandom, OtherSeed_OtherNumbers) { EXPECT_NE(SeededRandom(1).next(), SeededRandom(2).next()); }

// The reference values of SplitMix64: a seed kept in a test must mean the same on every machine and for good.
TEST(SeededRandom, KnownSeed_PublishedNumbers) {
  SeededRandom random(1234567);
  EXPECT_EQ(random.next(), 6457827717110365317ULL);
  EXPECT_EQ(random.next(), 3203168211198807973ULL);
  EXPECT_EQ(random.next(), 9817491932198370423ULL);
}

TEST(SeededRandom, Below_StaysInBoundAndReachesAll) {
  SeededRandom random(7);
  std::array<int, 5> seen{};
  for (int i = 0; i < 1000; ++i) ++seen.at(random.below(seen.size()));
  for (const int count : seen) EXPECT_GT(count, 100);
  EXPECT_EQ(random.below(1), 0U);
}

TEST(SeededRandom, BelowLargestBound_UsesTheHighBits) {
  SeededRandom random(7);
  bool upper_half = false;
  for (int i = 0; i < 64; ++i) upper_half = upper_half || random.below(~0ULL) > (1ULL << 63);
  EXPECT_TRUE(upper_half);
}

}  // namespace
}  // namespace base
