// SimClock: the two clocks of one host. Both follow the world's time; the wall clock may be wrong and step,
// and the monotonic one stands still while the machine is suspended.
#pragma once

#include "env/clock.h"

namespace sim {

class SimClock : public env::Clock {
 public:
  // `world_now` outlives the clock; `booted` shifts the monotonic clock, as machines started at different
  // times.
  SimClock(const base::Instant& world_now, base::Duration booted) : world_now_(world_now), behind_(-booted) {}

  base::Instant now() const override { return world_now_ - behind_; }
  base::WallTime wall() const override {
    return base::WallTime(kWorldStart + world_now_.time_since_epoch() + skew_);
  }

  void step_wall(base::Duration by) { skew_ += by; }
  base::Duration skew() const { return skew_; }
  // The machine slept for so long: only the wall clock saw it.
  void slept(base::Duration for_long) { behind_ += for_long; }

  // When in the world's time this host's monotonic clock shows `instant`, if it does not sleep before.
  base::Instant in_world(base::Instant instant) const { return instant + behind_; }

 private:
  static constexpr base::Duration kWorldStart =
      std::chrono::hours(24 * 365 * 56);  // the world begins in 2025

  const base::Instant& world_now_;
  base::Duration behind_;
  base::Duration skew_{};
};

}  // namespace sim
