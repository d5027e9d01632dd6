// Two kinds of time, kept apart by type: Instant drives timers, WallTime is shown to people and ordered by.
// Values only; the clocks themselves are behind env/clock.h.
#pragma once

#include <chrono>

namespace base {

using Duration = std::chrono::microseconds;

// Time since an arbitrary start that never steps; it stands for no date.
struct Monotonic {
  using rep = Duration::rep;
  using period = Duration::period;
  using duration = Duration;
  using time_point = std::chrono::time_point<Monotonic, Duration>;
  static constexpr bool is_steady = true;
};
using Instant = Monotonic::time_point;

// UTC since 1970-01-01, as the machine believes.
using WallTime = std::chrono::sys_time<Duration>;

}  // namespace base
