// Table: rows that persist until a rule deletes or replaces them.
#pragma once

#include <string>
#include <vector>

#include "bloom/keyed.h"

namespace bloom {

template <class Row, auto... Keys>
class Table : public Keyed<Row, Keys...> {
  using Base = Keyed<Row, Keys...>;
  using Added = typename Base::Added;

 public:
  static constexpr Kind kKind = Kind::kTable;
  Table(const Scope& scope, std::string name) : Base(scope, std::move(name), kKind) {}

  // From the host, as if by <+ with the next tick.
  void insert(Row row) {
    loading_.push_back(std::move(row));
    this->program().queue_deferred(*this);
  }
  void insert_all(std::vector<Row> rows) {
    if (loading_.empty()) {
      loading_ = std::move(rows);
    } else {
      loading_.insert(loading_.end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
    }
    this->program().queue_deferred(*this);
  }

  void accept(Head head, const Rule* rule, std::vector<Row>& rows) override {
    Program& program = this->program();
    if (head == Head::kNow) {
      const Position before = this->end_;
      program.mark(*this, before);
      this->add_all(rows, [&](const Row& row) { this->conflict(row, rule); });
      if (this->end_ != before) program.grew(*this, before, rule);
      if (!this->superseded_.empty()) program.changed_in_place(*this);
      return;
    }
    for (Row& row : rows) {
      if (program.tracing()) program.deferred(*this, head, to_text(row), rule);
      waiting_.push_back({head, std::move(row), rule});
    }
    program.queue_deferred(*this);
  }

  // Deletes go first, then rows are replaced, then added: an insert beats a delete of the same row.
  void apply_deferred() override {
    this->compact();
    bool any_lost = false;
    for (const Waiting& waiting : waiting_) {
      if (waiting.head == Head::kDelete) any_lost |= remove(this->position_of(waiting.row));
    }
    // All that is replaced goes before anything comes: two new values for one key contradict each other,
    // whichever is first.
    for (const Waiting& waiting : waiting_) {
      if (waiting.head != Head::kUpsert) continue;
      const Position known = this->find_key(waiting.row);
      if (known != kNoPosition && !equal(this->rows_[known], waiting.row)) any_lost |= remove(known);
    }
    const Position before = this->end_;
    for (const Waiting& waiting : waiting_) {
      if (waiting.head == Head::kUpsert) put(waiting);
    }
    for (const Waiting& waiting : waiting_) {
      if (waiting.head == Head::kNext) put(waiting);
    }
    this->keys_.reserve(loading_.size());
    this->add_all(loading_, [&](const Row& row) { this->conflict_aside(row, nullptr); });
    loading_ = {};
    waiting_.clear();
    if (any_lost) this->program().feed_again(*this);
    any_lost |= !this->superseded_.empty();
    this->superseded_.clear();
    if (any_lost) this->program().lost(*this);
    if (this->dead_count_ == this->end_ && this->end_ != 0) this->drop_rows();
    if (this->end_ != before) this->program().grew(*this, before, nullptr);
  }
  void abandon() override { waiting_.clear(); }
  // After a tick in which rows merged: nothing can bring the smaller ones back any more.
  void begin_tick() override {
    this->superseded_.clear();
    this->compact();
  }

 private:
  struct Waiting {
    Head head;
    Row row;
    const Rule* rule;
  };

  bool remove(Position at) {
    if (at == kNoPosition) return false;
    this->kill(at);
    return true;
  }
  void put(const Waiting& waiting) {
    if (this->add(Row(waiting.row)) == Added::kConflict) this->conflict_aside(waiting.row, waiting.rule);
  }

  std::vector<Waiting> waiting_;  // for the next tick
  std::vector<Row> loading_;      // the host's
};

}  // namespace bloom
