// Stdio: lines typed come in as rows, lines sent to it are printed. The host owns the terminal.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "bloom/event.h"
#include "bloom/expression.h"
#include "bloom/row_bag.h"

namespace bloom {

class Stdio : public Event<Line> {
 public:
  static constexpr Kind kKind = Kind::kStdio;
  explicit Stdio(const Scope& scope, std::string name = "stdio") : Event<Line>(scope, std::move(name), kKind) {}

  void type(std::string line) { arrive({std::move(line)}); }
  void on_print(std::function<void(const Line&)> listener) { listener_ = std::move(listener); }

  void accept(Head, const Rule*, std::vector<Line>& lines) override {
    for (Line& line : lines) leaving_.add(std::move(line));
    program().queue_leave(*this);
  }
  void leave() override {
    if (listener_) {
      for (const Line& line : leaving_.rows()) listener_(line);
    }
    leaving_.clear();
  }
  void abandon() override { leaving_.clear(); }

 private:
  RowBag<Line> leaving_;
  std::function<void(const Line&)> listener_;
};

}  // namespace bloom
