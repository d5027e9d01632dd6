// RowBag: distinct rows in order of arrival, on their way out of a tick.
#pragma once

#include <vector>

#include "bloom/key_set.h"
#include "bloom/value.h"

namespace bloom {

template <class Row>
class RowBag {
 public:
  void add(Row&& row) {
    if (rows_.size() < kLookedThrough) {
      for (const Row& known : rows_) {
        if (equal(known, row)) return;
      }
    } else {
      while (keys_.size() < rows_.size()) index(rows_[keys_.size()], keys_.size());
      if (index(row, rows_.size()) != kNoPosition) return;
    }
    rows_.push_back(std::move(row));
  }
  bool empty() const { return rows_.empty(); }
  std::vector<Row>& rows() { return rows_; }
  void clear() {
    rows_.clear();
    keys_.clear();
  }

 private:
  static constexpr std::size_t kLookedThrough = 8;  // so few rows are compared sooner than hashed

  Position index(const Row& row, std::size_t at) {
    keys_.reserve(1);
    const std::uint32_t tag = KeySet::tag_of(hash_into(value_detail::hash_seed, row));
    return keys_.find_or_insert(tag, static_cast<Position>(at), [&](Position p) { return equal(rows_[p], row); });
  }

  std::vector<Row> rows_;
  KeySet keys_;
};

}  // namespace bloom
