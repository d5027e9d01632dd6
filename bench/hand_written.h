// What a careful C++ programmer writes instead of rules, with the same set semantics: a flat hash set of rows
// in order of arrival, and a hash multimap. The yardstick of bench/engine_bench.cc.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

namespace hand_written {

inline std::uint64_t hash(std::uint64_t x) {
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93ULL;
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93ULL;
  return x ^ (x >> 32);
}
// Rows of up to eight bytes, distinct, in order of arrival; linear probing at a load of at most one half. The
// slots hold the rows themselves, so that a probe costs one cache miss.
template <class Row>
class FlatSet {
 public:
  bool insert(const Row& row) {
    if (rows_.size() * 2 >= slots_.size()) grow();
    const std::uint64_t word = packed(row);
    for (std::uint64_t at = hash(word) & mask_;; at = (at + 1) & mask_) {
      if (slots_[at] == kFree) {
        slots_[at] = word;
        rows_.push_back(row);
        return true;
      }
      if (slots_[at] == word) return false;
    }
  }
  const std::vector<Row>& rows() const { return rows_; }

 private:
  static constexpr std::uint64_t kFree = ~std::uint64_t{0};  // no row of the benchmarks is all ones

  static std::uint64_t packed(const Row& row) {
    static_assert(sizeof(Row) <= sizeof(std::uint64_t));
    std::uint64_t word = 0;
    std::memcpy(&word, &row, sizeof row);
    return word;
  }
  void grow() {
    slots_.assign(std::max<std::size_t>(16, slots_.size() * 2), kFree);
    mask_ = slots_.size() - 1;
    for (const Row& row : rows_) {
      std::uint64_t at = hash(packed(row)) & mask_;
      while (slots_[at] != kFree) at = (at + 1) & mask_;
      slots_[at] = packed(row);
    }
  }
  std::vector<Row> rows_;
  std::vector<std::uint64_t> slots_;
  std::uint64_t mask_ = 0;
};

// int -> the ints put under it: chains through one array, so that nothing is allocated a key.
class MultiMap {
 public:
  explicit MultiMap(std::size_t entries) : slots_(std::bit_ceil(entries * 2 + 16)), mask_(slots_.size() - 1) {
    entries_.reserve(entries + 1);
    entries_.push_back({});  // entry 0 ends every chain
  }
  void put(int key, int value) {
    Slot& slot = find(key);
    entries_.push_back({value, slot.head});
    slot = {key, static_cast<std::uint32_t>(entries_.size() - 1)};
  }
  template <class Visit>
  void each(int key, const Visit& visit) {
    for (std::uint32_t at = find(key).head; at != 0; at = entries_[at].next) visit(entries_[at].value);
  }

 private:
  struct Slot {
    int key = 0;
    std::uint32_t head = 0;
  };
  struct Entry {
    int value = 0;
    std::uint32_t next = 0;
  };
  Slot& find(int key) {
    std::uint64_t at = hash(static_cast<std::uint32_t>(key)) & mask_;
    while (slots_[at].head != 0 && slots_[at].key != key) at = (at + 1) & mask_;
    return slots_[at];
  }
  std::vector<Slot> slots_;
  std::uint64_t mask_;
  std::vector<Entry> entries_;
};

}  // namespace hand_written
