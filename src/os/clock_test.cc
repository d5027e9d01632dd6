#include "os/clock.h"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;

TEST(SystemClock, ReadTwice_NeverGoesBack) {
  const os::SystemClock clock;
  const base::Instant before = clock.now();
  EXPECT_LE(before, clock.now());
}

TEST(SystemClock, Now_AgreesWithSteadyClock) {
  const os::SystemClock clock;
  const auto steady = std::chrono::steady_clock::now().time_since_epoch();
  EXPECT_LT(std::chrono::abs(clock.now().time_since_epoch() - steady), 1s);
}

TEST(SystemClock, Wall_AgreesWithSystemClock) {
  const os::SystemClock clock;
  EXPECT_LT(std::chrono::abs(clock.wall() - std::chrono::system_clock::now()), 1s);
}

}  // namespace
