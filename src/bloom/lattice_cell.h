// Lattice<L>: a collection of one lattice value, which persists and only grows. Rules read it as its one row.
#pragma once

#include <string>
#include <vector>

#include "bloom/lattice.h"
#include "bloom/program.h"
#include "bloom/rows.h"

namespace bloom {

template <LatticeValue L>
class Lattice : public Collection<L> {
 public:
  static constexpr Kind kKind = Kind::kLattice;
  Lattice(const Scope& scope, std::string name) : Collection<L>(scope, std::move(name), kKind) {}

  const L& value() const {
    static const L bottom;
    this->check_readable();
    return this->end_ == 0 ? bottom : this->rows_.back();
  }

  bool grows_in_place() const override { return true; }
  Position position_of(const L& value) const override {
    return this->end_ != 0 && equal(this->rows_.back(), value) ? this->end_ - 1 : kNoPosition;
  }
  void accept(Head head, const Rule* rule, std::vector<L>& values) override {
    if (head == Head::kNow) {
      this->program().mark(*this, this->end_);
      for (const L& value : values) merge(value, rule);
      return;
    }
    for (L& value : values) waiting_.push_back(std::move(value));
    this->program().queue_deferred(*this);
  }
  void apply_deferred() override {
    for (const L& value : waiting_) merge(value, nullptr);
    waiting_.clear();
  }
  void abandon() override { waiting_.clear(); }
  // Values of the past are kept within the tick only, to undo it.
  void begin_tick() override {
    if (this->end_ <= 1) return;
    const Position before = this->end_;
    L last = std::move(this->rows_.back());
    for (const auto& reader : this->readers) {
      Rule::Input& input = reader.rule->inputs[reader.input];
      input.cursor = input.read() == before ? 1 : 0;
      reader.rule->input_lost_rows = true;
    }
    this->drop_rows();
    this->append(std::move(last));
    this->program().filled(*this);
    for (const auto& reader : this->readers) reader.rule->inputs[reader.input].generation = this->generation;
  }
  void clear() override { this->drop_rows(); }
  void undo(Position mark) override {
    this->truncate(mark);
    if (mark != 0) this->mark_live_again(mark - 1);
  }

 private:
  void merge(const L& value, const Rule* rule) {
    L grown = this->value_so_far();
    if (!grown.merge(value)) return;
    const Position before = this->end_;
    if (before != 0) this->mark_dead(before - 1);
    this->append(std::move(grown));
    this->program().queue_begin(*this);
    this->program().changed_in_place(*this);
    this->program().grew(*this, before, rule);
  }
  L value_so_far() const { return this->end_ == 0 ? L() : this->rows_.back(); }
  void mark_live_again(Position at) {
    if (!this->live(at)) this->mark_live(at);
  }

  std::vector<L> waiting_;  // for the next tick
};

}  // namespace bloom
