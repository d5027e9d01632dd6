// Draw: the kinds of chance a random schedule is made of.
#pragma once

#include "sim/network/delay.h"
#include "sim/schedule/action.h"

namespace sim {

class Draw {
 public:
  explicit Draw(base::SeededRandom random) : random_(random) {}

  std::uint64_t below(std::uint64_t bound) { return random_.below(bound); }
  bool chance(std::uint64_t numerator, std::uint64_t denominator) { return below(denominator) < numerator; }
  // Uniform.
  base::Duration duration(base::Duration least, base::Duration most);
  // As likely between 1 s and 2 s as between 10 s and 20 s.
  base::Duration log_duration(base::Duration least, base::Duration most);
  DelayModel delay();
  // What is usual for a kind of action.
  std::int64_t amount(ActionKind kind);

 private:
  base::SeededRandom random_;
};

}  // namespace sim
