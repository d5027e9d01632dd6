// DelayModel: how long a frame is under way. Whole numbers only, so that every machine draws the same.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

#include "base/random.h"
#include "base/time.h"

namespace sim {

struct DelayModel {
  // kHeavyTailed: at least `least`, twice as long half as often (Pareto with exponent 1), at most `most`.
  enum class Shape : std::uint8_t { kFixed, kUniform, kHeavyTailed };

  Shape shape = Shape::kUniform;
  base::Duration least = std::chrono::microseconds(200);
  base::Duration most = std::chrono::microseconds(1000);

  base::Duration draw(base::SeededRandom& random) const {
    if (shape == Shape::kFixed || most <= least) return least;
    const std::uint64_t bits = random.next();
    if (shape == Shape::kUniform) return least + base::Duration(spread(bits, most - least));
    const int doublings = std::min(std::countl_zero(bits | 1), 20);
    const base::Duration base = least * (std::int64_t{1} << doublings);
    return std::min(most, base + base::Duration(spread(bits << 20, base)));
  }

 private:
  // Uniform in [0, range], from 32 of the bits.
  static std::int64_t spread(std::uint64_t bits, base::Duration range) {
    return static_cast<std::int64_t>((bits & 0xffffffff) * static_cast<std::uint64_t>(range.count() + 1) >>
                                     32);
  }
};

}  // namespace sim
