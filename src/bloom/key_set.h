// An open-addressing hash set of row positions (linear probing, 32-bit tags, backward-shift deletion).
// It never sees a row: callers give the hash and a test for equality. Grows without rehashing a row.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

namespace bloom {

using Position = std::uint32_t;
inline constexpr Position kNoPosition = ~Position{0};

class KeySet {
 public:
  static std::uint32_t tag_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash ^ (hash >> 32)); }

  // Makes room for `extra` more entries, so that a batch of insertions does not rehash.
  void reserve(std::size_t extra) {
    const std::size_t wanted = count_ + extra;
    if (wanted * 2 > slots_.size()) grow(wanted);
  }

  void prefetch(std::uint32_t tag) const { __builtin_prefetch(&slots_[tag & mask_]); }

  // The position that `same` accepts, or kNoPosition.
  template <class Same>
  Position find(std::uint32_t tag, const Same& same) const {
    if (slots_.empty()) return kNoPosition;
    for (std::uint32_t at = tag & mask_;; at = (at + 1) & mask_) {
      const Slot& slot = slots_[at];
      if (slot.position == kNoPosition) return kNoPosition;
      if (slot.tag == tag && same(slot.position)) return slot.position;
    }
  }

  // Where `same` accepts a position it is returned; else `fresh` is stored and kNoPosition returned.
  // Room must have been reserved.
  template <class Same>
  Position find_or_insert(std::uint32_t tag, Position fresh, const Same& same) {
    std::uint32_t at = tag & mask_;
    for (;; at = (at + 1) & mask_) {
      Slot& slot = slots_[at];
      if (slot.position == kNoPosition) {
        slot = {tag, fresh};
        ++count_;
        return kNoPosition;
      }
      if (slot.tag == tag && same(slot.position)) return slot.position;
    }
  }

  // Points the entry of `from` at `to`; it must be there.
  void move(std::uint32_t tag, Position from, Position to) { slots_[slot_of(tag, from)].position = to; }
  void erase(std::uint32_t tag, Position position);
  void clear();

  std::size_t size() const { return count_; }
  std::size_t capacity() const { return slots_.size(); }

 private:
  struct Slot {
    std::uint32_t tag = ~std::uint32_t{0};  // all bits set where the slot is free: clear() is one memset
    Position position = kNoPosition;
  };

  void grow(std::size_t wanted);
  std::uint32_t slot_of(std::uint32_t tag, Position position) const {
    std::uint32_t at = tag & mask_;
    while (slots_[at].position != position) at = (at + 1) & mask_;
    return at;
  }

  std::vector<Slot> slots_;
  std::uint32_t mask_ = 0;
  std::size_t count_ = 0;
};

}  // namespace bloom
