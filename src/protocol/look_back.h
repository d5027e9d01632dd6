// The way back into the past, as pure functions of a log: which gaps are asked for next, and how what comes is fitted
// into them.
#pragma once

#include <optional>

#include "protocol/log.h"

namespace protocol {

// Where gaps stand in the order in which they are asked for: the newest first.
struct Rank {
  std::uint64_t hlc = ~0ULL;
  Stream stream{};
  std::uint64_t last = 0;

  friend bool operator==(const Rank&, const Rank&) = default;
};
inline constexpr Rank kFirstRank{};

// The next kGapsPerLookBack gaps behind `after`.
struct Agenda {
  BoundedList<Span, kGapsPerLookBack> missing;
  Rank last;
};
Agenda agenda(const Log& log, const Rank& after);

// What of `arrivals` is to enter the log in its gaps, and what that makes of these. An entry enters at the end of a gap
// if it is the one named by the entry above; in the middle of one as well, for what is between may be lost everywhere.
struct Descent {
  std::vector<Arrival> found, broken;
  std::vector<GapChange> changes;
};
Descent descend(const Log& log, bool keeps, std::vector<Arrival> arrivals);

}  // namespace protocol
