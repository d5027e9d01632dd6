#include "bloom/key_set.h"

#include <algorithm>
#include <cstring>

namespace bloom {

namespace {
constexpr std::size_t kSlotsMin = 16;
}

void KeySet::grow(std::size_t wanted) {
  std::vector<Slot> old(std::bit_ceil(std::max(wanted * 2, kSlotsMin)));
  old.swap(slots_);
  mask_ = static_cast<std::uint32_t>(slots_.size() - 1);
  for (const Slot& slot : old) {
    if (slot.position == kNoPosition) continue;
    std::uint32_t at = slot.tag & mask_;
    while (slots_[at].position != kNoPosition) at = (at + 1) & mask_;
    slots_[at] = slot;
  }
}

void KeySet::erase(std::uint32_t tag, Position position) {
  std::uint32_t hole = slot_of(tag, position);
  for (std::uint32_t at = (hole + 1) & mask_; slots_[at].position != kNoPosition; at = (at + 1) & mask_) {
    const std::uint32_t home = slots_[at].tag & mask_;
    // An entry may fill the hole unless its home lies behind the hole (cyclically).
    if (((at - home) & mask_) >= ((at - hole) & mask_)) {
      slots_[hole] = slots_[at];
      hole = at;
    }
  }
  slots_[hole].position = kNoPosition;
  --count_;
}

void KeySet::clear() {
  if (count_ == 0) return;
  std::memset(static_cast<void*>(slots_.data()), 0xff, slots_.size() * sizeof(Slot));
  count_ = 0;
}

}  // namespace bloom
