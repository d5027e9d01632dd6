// Tails: of each stream that somebody lacks, the end that it is sent at once. All that is in memory, if that is not too
// much; else the newest.
#pragma once

#include <map>

#include "protocol/log.h"

namespace protocol {

// They have all before `has`; they are sent what is behind `begin`, through `through`.
struct Tail {
  std::uint64_t has = 0, begin = 0, through = 0;
};
using Tails = std::map<Stream, Tail>;

Tails tails(const Log& log, const Want& want, const Portions& portions);

}  // namespace protocol
