// The way back into the past, as pure functions of a log: what of it is asked for next, how what comes is fitted
// below the floors, and what of each room is the newest.
#pragma once

#include <optional>

#include "protocol/log.h"

namespace protocol {

// Where floors stand in the order in which they are asked for: the newest first.
struct Rank {
  std::uint64_t hlc = ~0ULL;
  Stream stream{};

  friend bool operator==(const Rank&, const Rank&) = default;
};
inline constexpr Rank kFirstRank{};

// The next kStreamsPerLookBack floors behind `after`.
struct Agenda {
  BoundedList<Mark, kStreamsPerLookBack> below;
  Rank last;
};
Agenda agenda(const Log& log, const Rank& after);

// What of `arrivals` is to enter the log below its floors, and where these then are. An entry enters whose id is the
// one that its floor names, and so on down. One that was glimpsed need not be at a floor: it waits in the log
// to be reached, and then is taken to be what it was said to be, or replaced.
struct Descent {
  std::vector<Arrival> found, broken;
  std::vector<Shift> shifts;
};
Descent descend(const Log& log, bool keeps, std::vector<Arrival> arrivals);

// Of the newest `per_room` entries of each room in memory: the first behind `after`, in the group's order.
Glimpse glimpse(const Log& log, const Newest& question, std::size_t per_room);

Place place_of(const Entry& entry);

}  // namespace protocol
