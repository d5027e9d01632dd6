#include "os/random.h"

#include <gtest/gtest.h>

#include <set>

namespace {

TEST(SystemRandom, ThousandDraws_AllDiffer) {
  os::SystemRandom random;
  std::set<std::uint64_t> drawn;
  for (int i = 0; i < 1000; ++i) drawn.insert(random.next());
  EXPECT_EQ(drawn.size(), 1000u);
}

TEST(SystemRandom, ThousandDraws_SetEveryBit) {
  os::SystemRandom random;
  std::uint64_t seen = 0;
  for (int i = 0; i < 1000; ++i) seen |= random.next();
  EXPECT_EQ(seen, ~std::uint64_t{0});
}

}  // namespace
