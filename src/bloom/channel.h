// Channel: rows to and from other nodes; the first key names the member that holds the address. Loopback: a
// channel to oneself. What is sent leaves after the tick, what is delivered is seen in the next.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "bloom/event.h"
#include "bloom/row_bag.h"

namespace bloom {

namespace channel_detail {

// A channel that names its address alone has whole rows as keys.
template <class Row, auto Address, auto... Keys>
struct Base {
  using Type = Event<Row, Address, Keys...>;
};
template <class Row, auto Address>
struct Base<Row, Address> {
  using Type = Event<Row>;
};

}  // namespace channel_detail

template <class Row, auto Address, auto... Keys>
class Channel : public channel_detail::Base<Row, Address, Keys...>::Type {
  using Base = typename channel_detail::Base<Row, Address, Keys...>::Type;

 public:
  static constexpr Kind kKind = Kind::kChannel;
  static constexpr auto kAddress = Address;
  Channel(const Scope& scope, std::string name) : Base(scope, std::move(name), kKind) {}

  void deliver(Row row) { this->arrive(std::move(row)); }
  // Called once a row after each tick; the host sends it to row.*kAddress.
  void on_send(std::function<void(const Row&)> listener) { listener_ = std::move(listener); }

  void accept(Head head, const Rule* rule, std::vector<Row>& rows) override {
    for (Row& row : rows) {
      if (this->program().tracing()) this->program().deferred(*this, head, to_text(row), rule);
      leaving_.add(std::move(row));
    }
    this->program().queue_leave(*this);
  }
  void leave() override {
    std::vector<Row> rows;
    rows.swap(leaving_.rows());  // the listener may deliver, and so reach us again
    leaving_.clear();
    if (listener_) {
      for (const Row& row : rows) listener_(row);
    }
    rows.clear();
    rows.swap(leaving_.rows());
  }
  void abandon() override { leaving_.clear(); }

 private:
  RowBag<Row> leaving_;
  std::function<void(const Row&)> listener_;
};

template <class Row, auto... Keys>
class Loopback : public Event<Row, Keys...> {
 public:
  static constexpr Kind kKind = Kind::kLoopback;
  Loopback(const Scope& scope, std::string name) : Event<Row, Keys...>(scope, std::move(name), kKind) {}

  void accept(Head head, const Rule* rule, std::vector<Row>& rows) override {
    for (Row& row : rows) {
      if (this->program().tracing()) this->program().deferred(*this, head, to_text(row), rule);
      leaving_.add(std::move(row));
    }
    this->program().queue_leave(*this);
  }
  void leave() override {
    for (Row& row : leaving_.rows()) this->arrive(std::move(row));
    leaving_.clear();
  }
  void abandon() override { leaving_.clear(); }

 private:
  RowBag<Row> leaving_;
};

}  // namespace bloom
