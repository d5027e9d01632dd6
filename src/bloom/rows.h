// Collection<Row>: the rows of a collection in order of arrival, with the indexes that joins ask for.
// Iterating and asking is for the host between ticks, and for rules that declared the read.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "bloom/collection.h"
#include "bloom/index.h"
#include "bloom/program.h"
#include "bloom/stages.h"
#include "bloom/value.h"

namespace bloom {

template <class Row>
class Collection;

// A bare collection on the right of an operator, and where that is written.
template <class Row>
struct Located {
  Located(const Collection<Row>& rows, Location at = Here::current())  // NOLINT(google-explicit-constructor)
      : collection(&rows), location(at) {}
  const Collection<Row>* collection;
  Location location;
};

template <class Row>
class Collection : public CollectionBase, public Stages<Collection<Row>> {
 public:
  using row_type = Row;
  using CollectionBase::CollectionBase;

  // The operators of operators.h for a bare collection on the right. They stand here, as friends that are no
  // templates of Row, so that the conversion to Located may note the source line.
  // clang-format off
  template <class Target> friend void operator<=(Target& target, Located<Row> rows) { put<Head::kNow>(target, as_pipe(*rows.collection, rows.location)); }
  friend auto operator+(Located<Row> rows) { return tagged<Head::kNext>(as_pipe(*rows.collection, rows.location)); }
  friend auto operator-(Located<Row> rows) { return tagged<Head::kDelete>(as_pipe(*rows.collection, rows.location)); }
  friend auto operator~(Located<Row> rows) { return tagged<Head::kSend>(as_pipe(*rows.collection, rows.location)); }
  // clang-format on

  class Iterator {
   public:
    using value_type = Row;
    using difference_type = std::ptrdiff_t;
    using reference = const Row&;
    using pointer = const Row*;
    using iterator_category = std::forward_iterator_tag;
    Iterator() = default;
    Iterator(const Collection* owner, Position at) : owner_(owner), at_(at) { skip_dead(); }
    const Row& operator*() const { return owner_->row(at_); }
    const Row* operator->() const { return &owner_->row(at_); }
    Iterator& operator++() {
      ++at_;
      skip_dead();
      return *this;
    }
    Iterator operator++(int) {
      Iterator old = *this;
      ++*this;
      return old;
    }
    bool operator==(const Iterator& other) const { return at_ == other.at_; }

   private:
    void skip_dead() {
      while (at_ < owner_->end_ && !owner_->live(at_)) ++at_;
    }
    const Collection* owner_ = nullptr;
    Position at_ = 0;
  };

  Iterator begin() const {
    check_readable();
    return {this, 0};
  }
  Iterator end() const { return {this, end_}; }
  std::size_t size() const {
    check_readable();
    return end_ - dead_count_;
  }
  bool empty() const { return size() == 0; }

  // ---- for the engine ----
  Position position_end() const { return end_; }
  const Row& row(Position at) const { return rows_[at]; }
  bool live(Position at) const override { return dead_count_ == 0 || !dead_[at]; }
  bool any_dead() const { return dead_count_ != 0; }
  std::string row_text(Position at) const override { return to_text(rows_[at]); }

  // Takes the rows a rule made, for `head`; leaves them moved from.
  virtual void accept(Head head, const Rule* rule, std::vector<Row>& rows) = 0;
  // kNoPosition where there is no such row.
  virtual Position position_of(const Row& row) const = 0;

  template <class... Members>
  auto& index(Members... members) {  // pointers to members of Row
    using Wanted = Index<Row, typename MemberOf<Members>::Type...>;
    for (const auto& index : indexes_) {
      if (auto* found = dynamic_cast<Wanted*>(index.get()); found && found->is_over(members...)) return *found;
    }
    indexes_.push_back(std::make_unique<Wanted>(rows_, members...));
    return static_cast<Wanted&>(*indexes_.back());
  }
  void forget_indexes() override {
    for (const auto& index : indexes_) index->clear();
  }

 protected:
  void check_readable() const {
    if (this->program().running()) CollectionBase::check_readable();
  }
  // Stores a row at the end; the caller has seen to its key.
  void append(Row&& row) {
    rows_.push_back(std::move(row));
    if (!dead_.empty()) dead_.push_back(false);
    ++end_;
  }
  void mark_dead(Position at) {
    if (dead_.empty()) dead_.resize(end_, false);
    dead_[at] = true;
    ++dead_count_;
  }
  void mark_live(Position at) {
    dead_[at] = false;
    --dead_count_;
  }
  void drop_rows() {
    rows_.clear();
    dead_.clear();
    dead_count_ = 0;
    end_ = 0;
    forget_indexes();
    ++shuffles;
    rewind_readers();
  }
  void truncate(Position mark) {
    for (Position at = mark; at < end_; ++at) dead_count_ -= live(at) ? 0 : 1;
    rows_.erase(rows_.begin() + mark, rows_.end());
    if (!dead_.empty()) dead_.resize(mark);
    end_ = mark;
    ++shuffles;
    forget_indexes();
  }

  std::vector<Row> rows_;
  std::vector<char> dead_;  // empty while no row is dead
  Position dead_count_ = 0;

 private:
  std::vector<std::unique_ptr<IndexBase>> indexes_;
};

}  // namespace bloom
