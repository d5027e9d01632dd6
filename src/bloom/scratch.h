// Scratch: rows derived within the tick and gone with it. The engine keeps them while what they follow from
// stands. Temp is a scratch for an intermediate result: rules of the same tick fill it, nothing else.
#pragma once

#include <string>
#include <vector>

#include "bloom/keyed.h"

namespace bloom {

template <class Row, auto... Keys>
class Derived : public Keyed<Row, Keys...> {
 public:
  using Keyed<Row, Keys...>::Keyed;

  void accept(Head head, const Rule* rule, std::vector<Row>& rows) override {
    if (head == Head::kNow) {
      insert(rows, rule);
      return;
    }
    for (Row& row : rows) {
      if (this->program().tracing()) this->program().deferred(*this, head, to_text(row), rule);
      coming_.push_back({std::move(row), rule});
    }
    this->program().queue_deferred(*this);
  }
  // Rows deferred in the tick before live in this one, whatever else is derived again.
  void apply_deferred() override {
    given_.swap(coming_);
    coming_.clear();
    // What stands from the tick before may be about to go: it must not contradict what comes.
    if (this->kWholeRowIsKey || this->end_ == 0) {
      put_given();
    } else {
      this->program().derive_again(*this);
    }
    this->program().queue_begin(*this);
  }
  void begin_tick() override {
    given_.clear();
    this->program().derive_again(*this);
  }
  void abandon() override { coming_.clear(); }
  void clear() override {
    Keyed<Row, Keys...>::clear();
    put_given();
  }

 protected:
  struct Given {
    Row row;
    const Rule* rule;
  };

  void insert(std::vector<Row>& rows, const Rule* rule) {
    const Position before = this->end_;
    this->add_all(rows, [&](const Row& row) { this->conflict(row, rule); });
    if (this->end_ != before) this->program().grew(*this, before, rule);
    if (!this->superseded_.empty()) this->program().changed_in_place(*this);
  }
  void put_given() {
    for (const Given& given : given_) {
      const Position before = this->end_;
      if (this->add(Row(given.row)) == Keyed<Row, Keys...>::Added::kConflict) this->conflict_aside(given.row, given.rule);
      if (this->end_ != before) this->program().grew(*this, before, given.rule);
    }
  }

  std::vector<Given> coming_;  // for the next tick
  std::vector<Given> given_;   // of this tick
};

template <class Row, auto... Keys>
class Scratch : public Derived<Row, Keys...> {
 public:
  static constexpr Kind kKind = Kind::kScratch;
  Scratch(const Scope& scope, std::string name) : Derived<Row, Keys...>(scope, std::move(name), kKind) {}
};

template <class Row, auto... Keys>
class Temp : public Derived<Row, Keys...> {
 public:
  static constexpr Kind kKind = Kind::kTemp;
  Temp(const Scope& scope, std::string name) : Derived<Row, Keys...>(scope, std::move(name), kKind) {}
};

// Rows for the host: read them after the tick, or be called for each before the next.
template <class Row, auto... Keys>
class Output : public Derived<Row, Keys...> {
 public:
  static constexpr Kind kKind = Kind::kOutput;
  Output(const Scope& scope, std::string name) : Derived<Row, Keys...>(scope, std::move(name), kKind) {}

  // Called after each tick that changed what is put out, for every row that stands.
  void on_emit(std::function<void(const Row&)> listener) { listener_ = std::move(listener); }
  void leave() override {
    if (!listener_) return;
    for (const Row& row : *this) listener_(row);
  }

 private:
  std::function<void(const Row&)> listener_;
};

// The exit code a program halts with.
struct Exit {
  int code = 0;
};

class Halt : public Derived<Exit> {
 public:
  static constexpr Kind kKind = Kind::kHalt;
  explicit Halt(const Scope& scope, std::string name = "halt") : Derived<Exit>(scope, std::move(name), kKind) {}
  void leave() override {
    for (const Exit& exit : *this) program().halt(exit.code);
  }
};

}  // namespace bloom
