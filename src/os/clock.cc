#include "os/clock.h"

#include <time.h>

#include "base/check.h"

namespace os {

namespace {

base::Duration read_clock(clockid_t clock) {
  timespec time{};
  CHECK(::clock_gettime(clock, &time) == 0, "the clock exists on every Linux");
  return std::chrono::duration_cast<base::Duration>(std::chrono::seconds(time.tv_sec) +
                                                    std::chrono::nanoseconds(time.tv_nsec));
}

}  // namespace

base::Instant SystemClock::now() const { return base::Instant(read_clock(CLOCK_MONOTONIC)); }

base::WallTime SystemClock::wall() const { return base::WallTime(read_clock(CLOCK_REALTIME)); }

}  // namespace os
