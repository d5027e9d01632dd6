// A secondary index: the positions of a collection's rows by the value of one or more members. It follows
// the collection lazily (catch_up) and is shared by all rules that join on the same members.
#pragma once

#include <algorithm>
#include <tuple>
#include <vector>

#include "bloom/key_set.h"
#include "bloom/value.h"

namespace bloom {

// The class a member pointer points into, and the member's type.
// clang-format off
template <class M> struct MemberOf;
template <class R, class T> struct MemberOf<T R::*> { using Row = R; using Type = T; };
// clang-format on

class IndexBase {
 public:
  virtual ~IndexBase() = default;
  virtual void clear() = 0;
};

template <class Row, class... Members>
class Index : public IndexBase {
 public:
  explicit Index(const std::vector<Row>& rows, Members Row::*... members) : rows_(rows), members_(members...) {}

  bool is_over(Members Row::*... members) const { return members_ == std::tuple(members...); }

  void catch_up() {
    if (indexed_ == rows_.size()) return;
    next_.resize(rows_.size(), kNoPosition);
    last_.resize(rows_.size(), kNoPosition);
    while (indexed_ < rows_.size()) add_block();
  }

  void clear() override {
    if (indexed_ == 0) return;
    heads_.clear();
    next_.clear();
    last_.clear();
    indexed_ = 0;
  }

  // Calls visit(position) for the rows below `limit` whose members equal `keys`, in order of position.
  template <class Visit>
  void probe(Position limit, const Visit& visit, const Members&... keys) const {
    const Position head = heads_.find(tag(keys...), [&](Position at) { return matches(rows_[at], keys...); });
    for (Position at = head; at < limit; at = next_[at]) visit(at);
  }

 private:
  static constexpr std::size_t kBlock = 32;

  static std::uint32_t tag(const Members&... keys) {
    std::uint64_t hash = value_detail::hash_seed;
    ((hash = hash_into(hash, keys)), ...);
    return KeySet::tag_of(hash);
  }
  bool matches(const Row& row, const Members&... keys) const {
    return std::apply([&](auto... members) { return (equal(row.*members, keys) && ...); }, members_);
  }
  std::uint32_t tag_of_row(const Row& row) const {
    return std::apply([&](auto... members) { return tag(row.*members...); }, members_);
  }
  // Hashes some rows and prefetches their slots, so that cache misses overlap.
  void add_block() {
    const std::size_t count = std::min(kBlock, rows_.size() - indexed_);
    std::uint32_t tags[kBlock];
    heads_.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      tags[i] = tag_of_row(rows_[indexed_ + i]);
      heads_.prefetch(tags[i]);
    }
    for (std::size_t i = 0; i < count; ++i) add(static_cast<Position>(indexed_ + i), tags[i]);
    indexed_ += count;
  }
  // Appends to the chain of its key; the chain's last position is kept at its head's slot of last_.
  void add(Position fresh, std::uint32_t tag) {
    const Row& row = rows_[fresh];
    const auto same = [&](Position at) {
      return std::apply([&](auto... members) { return (equal(rows_[at].*members, row.*members) && ...); }, members_);
    };
    const Position head = heads_.find_or_insert(tag, fresh, same);
    if (head != kNoPosition) next_[last_[head]] = fresh;
    last_[head == kNoPosition ? fresh : head] = fresh;
  }

  const std::vector<Row>& rows_;
  std::tuple<Members Row::*...> members_;
  KeySet heads_;                // first position of every key
  std::vector<Position> next_;  // by position: the next one of the same key
  std::vector<Position> last_;  // by first position: the last one of its key
  std::size_t indexed_ = 0;
};

}  // namespace bloom
