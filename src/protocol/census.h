// Census: what an end holds, in a digest for each part of its rows, so that two ends whose digests differ need tell
// each other only the parts that do.
#pragma once

#include <cstdint>

#include "protocol/messages.h"

namespace protocol {

using Parts = BoundedList<Digest, kCensusParts>;

// Where a row counts, and what it adds there. Ids are hashes, so any of their bits spread rows evenly.
struct Slot {
  std::size_t part = 0;
  std::uint64_t hash = 0;
};

template <class Rows, class SlotOf>
Parts parts_of(const Rows& rows, const SlotOf& slot_of) {
  Parts parts{std::vector<Digest>(kCensusParts)};
  for (const auto& row : rows) {
    const Slot slot = slot_of(row);
    parts.items[slot.part].bits += slot.hash;
  }
  return parts;
}

// Visits the rows of the parts that are not as at the other end; none where that counts otherwise.
template <class Rows, class SlotOf, class Visit>
void visit_differing(const Rows& rows, const Parts& theirs, const SlotOf& slot_of, const Visit& visit) {
  if (theirs.items.size() != kCensusParts) return;
  const Parts ours = parts_of(rows, slot_of);
  for (const auto& row : rows) {
    const std::size_t part = slot_of(row).part;
    if (ours.items[part] != theirs.items[part]) visit(row);
  }
}

}  // namespace protocol
