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
    keys_.reserve(1);
    const std::uint32_t tag = KeySet::tag_of(hash_into(value_detail::hash_seed, row));
    const Position known = keys_.find_or_insert(tag, static_cast<Position>(rows_.size()),
                                                [&](Position at) { return equal(rows_[at], row); });
    if (known == kNoPosition) rows_.push_back(std::move(row));
  }
  bool empty() const { return rows_.empty(); }
  std::vector<Row>& rows() { return rows_; }
  void clear() {
    rows_.clear();
    keys_.clear();
  }

 private:
  std::vector<Row> rows_;
  KeySet keys_;
};

}  // namespace bloom
