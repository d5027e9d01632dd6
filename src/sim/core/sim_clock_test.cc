#include "sim/core/sim_clock.h"

#include <gtest/gtest.h>

namespace sim {
namespace {

using namespace std::chrono_literals;

TEST(SimClock, TimePasses_BothClocksFollow) {
  base::Instant world(1h);
  const SimClock clock(world, 10min);
  const base::Instant now = clock.now();
  const base::WallTime wall = clock.wall();
  world += 5s;
  EXPECT_EQ(clock.now() - now, 5s);
  EXPECT_EQ(clock.wall() - wall, 5s);
}

TEST(SimClock, Slept_OnlyTheWallClockSawIt) {
  base::Instant world(1h);
  SimClock clock(world, 0s);
  const base::Instant now = clock.now();
  const base::WallTime wall = clock.wall();
  world += 60s;
  clock.slept(60s);
  EXPECT_EQ(clock.now(), now);
  EXPECT_EQ(clock.wall() - wall, 60s);
  EXPECT_EQ(clock.in_world(clock.now()), world);
}

TEST(SimClock, WallStepped_TheMonotonicOneDoesNotNotice) {
  base::Instant world(1h);
  SimClock clock(world, 0s);
  const base::Instant now = clock.now();
  const base::WallTime wall = clock.wall();
  clock.step_wall(-288s);
  EXPECT_EQ(clock.now(), now);
  EXPECT_EQ(clock.wall() - wall, -288s);
}

}  // namespace
}  // namespace sim
