// Hybrid logical clock (Kulkarni et al. 2014): times that follow the wall clock and never precede what was
// seen. 48 bits of milliseconds, 16 bits that count within one. Owned by the node, which stamps what is said.
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/time.h"
#include "protocol/limits.h"

namespace protocol {

class HybridClock {
 public:
  // A time later than all given and seen so far.
  std::uint64_t next(base::WallTime wall) {
    last_ = std::max(last_ + 1, of(wall));
    return last_;
  }

  // Takes note of an entry's time. One far ahead of our wall clock is not followed: its author's clock is
  // wrong, and must not make ours wrong too.
  void observe(std::uint64_t hlc, base::WallTime wall) {
    if (hlc <= of(wall + kClockDriftMax)) last_ = std::max(last_, hlc);
  }

  static std::uint64_t of(base::WallTime wall) {
    const auto since_epoch = std::chrono::duration_cast<std::chrono::milliseconds>(wall.time_since_epoch());
    return since_epoch.count() <= 0 ? 0 : static_cast<std::uint64_t>(since_epoch.count()) << kCounterBits;
  }

 private:
  static constexpr int kCounterBits = 16;
  std::uint64_t last_ = 0;
};

}  // namespace protocol
