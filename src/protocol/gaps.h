// What is missing of a stream, before its mark: a few gaps. How they come to be and close, as a pure function. Two
// peers that have looked at each other's logs lack the same: of both sets of gaps only the intersection is left.
#pragma once

#include <vector>

#include "protocol/messages.h"

namespace protocol {

// The entries from `first` through `last`. The one at `last` has this `id` (zero: it is not known which), and was
// said before `hlc`.
struct Gap {
  std::uint64_t first = 0, last = 0;
  base::EntryId id{};
  std::uint64_t hlc = kIntegerMax;

  friend bool operator==(const Gap&, const Gap&) = default;
};

// Of one stream, ascending and apart from each other; at most kGapsPerStream.
struct Gaps {
  Stream stream{};
  std::vector<Gap> list{};
};

// What befalls the gaps of a stream in one tick, and is applied in this order, the highest first.
enum class Turn : std::uint8_t {
  kFound,    // `entry` is here now
  kNamed,    // `entry`, the first one after a gap, names the last one in it
  kMissing,  // all of `missing`, which is above all gaps
};
struct GapChange {
  Stream stream{};
  Turn turn{};
  std::uint64_t seq = 0;
  base::EntryId previous{};
  std::uint64_t hlc = kIntegerMax;
  Gap missing{};
};

GapChange found(const Entry& entry);
GapChange named(const Entry& entry);
GapChange missing(const Mark& begin, std::uint64_t held_through);

// The gaps after `changes`, all of one stream. Where there would be too many, the two highest become one: what is held
// between them is looked for again.
std::vector<Gap> apply(std::vector<Gap> gaps, std::vector<GapChange> changes);

// The gap that has `seq` in it, if any.
const Gap* gap_at(const std::vector<Gap>& gaps, std::uint64_t seq);

}  // namespace protocol
