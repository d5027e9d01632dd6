// Event<Row>: rows that come from outside the tick and live for one. The base of channels, loopbacks, inputs,
// timers and whatever else is never derived. Input is the host's way in.
#pragma once

#include <string>
#include <vector>

#include "bloom/keyed.h"

namespace bloom {

template <class Row, auto... Keys>
class Event : public Keyed<Row, Keys...> {
 public:
  using Keyed<Row, Keys...>::Keyed;

  void begin_tick() override {
    this->clear();
    this->program().lost(*this);
  }
  bool take_arrival_rows(std::size_t limit) override {
    const Position before = this->end_;
    const auto refuse_row = [this](const Row& row) { refuse(row); };
    if (limit >= arriving_.size()) {
      this->add_all(arriving_, refuse_row);
      arriving_.clear();
    } else if (limit != 0) {
      std::vector<Row> first(std::make_move_iterator(arriving_.begin()),
                             std::make_move_iterator(arriving_.begin() + static_cast<std::ptrdiff_t>(limit)));
      arriving_.erase(arriving_.begin(), arriving_.begin() + static_cast<std::ptrdiff_t>(limit));
      this->add_all(first, refuse_row);
    }
    if (this->end_ != before) {
      this->program().queue_begin(*this);
      this->program().grew(*this, before, nullptr);
    }
    return !arriving_.empty();
  }
  std::size_t give_back_arrivals() override {
    arriving_.insert(arriving_.begin(), std::make_move_iterator(this->rows_.begin()),
                     std::make_move_iterator(this->rows_.end()));
    this->clear();
    return arriving_.size();
  }
  void undo(Position) override { this->clear(); }
  void accept(Head, const Rule*, std::vector<Row>&) override {}

 protected:
  void arrive(Row row) {
    arriving_.push_back(std::move(row));
    this->program().queue_arrivals(*this);
  }
  // Stands in the tick that is beginning.
  void appear(Row row) {
    const Position before = this->end_;
    if (this->add(std::move(row)) != Keyed<Row, Keys...>::Added::kNew) return;
    this->program().queue_begin(*this);
    this->program().grew(*this, before, nullptr);
  }

 private:
  // Two rows of one key that disagree: the first stands.
  void refuse(const Row& row) {
    if (this->from_peers) {
      this->program().refused(*this, to_text(row), nullptr);
    } else {
      this->program().fail(nullptr, this->name(), "two rows of the same key arrived in one tick: " + to_text(row));
    }
  }

  std::vector<Row> arriving_;
};

// Rows the host puts in.
template <class Row, auto... Keys>
class Input : public Event<Row, Keys...> {
 public:
  static constexpr Kind kKind = Kind::kInput;
  Input(const Scope& scope, std::string name) : Event<Row, Keys...>(scope, std::move(name), kKind) {}
  void insert(Row row) { this->arrive(std::move(row)); }
};

}  // namespace bloom
