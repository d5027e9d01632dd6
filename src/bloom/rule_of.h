// RuleOf: a rule compiled from an expression. One instance of the expression's loops serves evaluation and
// explanation alike: an explanation narrows the ranges they run over.
#pragma once

#include <algorithm>
#include <tuple>
#include <vector>

#include "bloom/expression.h"
#include "bloom/join.h"
#include "bloom/timer.h"

namespace bloom {

namespace rule_detail {

// The Due that comes first in a rule's function, where it joins a periodic with one collection; else nothing.
template <class Source, class Each>
struct Waits {
  static constexpr bool kKnown = false;
};
template <class Row, class Equalities, class When, class F>
struct Waits<Join<std::tuple<Beat, Row>, Equalities>, expression_detail::Mapped<Due<When, F>>> {
  static constexpr bool kKnown = true;
  static const Due<When, F>& due(const expression_detail::Mapped<Due<When, F>>& each) { return each.f; }
};
template <class Row, class Equalities, class When, class F, class Then>
struct Waits<Join<std::tuple<Beat, Row>, Equalities>, expression_detail::Chained<expression_detail::Mapped<Due<When, F>>, Then>> {
  static constexpr bool kKnown = true;
  static const Due<When, F>& due(const expression_detail::Chained<expression_detail::Mapped<Due<When, F>>, Then>& each) {
    return each.first.f;
  }
};
// A chain of three is the chain of the first two, and the third.
template <class Row, class Equalities, class First, class Second, class Then>
struct Waits<Join<std::tuple<Beat, Row>, Equalities>,
             expression_detail::Chained<expression_detail::Chained<First, Second>, Then>> {
  using Before = Waits<Join<std::tuple<Beat, Row>, Equalities>, expression_detail::Chained<First, Second>>;
  static constexpr bool kKnown = Before::kKnown;
  static const auto& due(const expression_detail::Chained<expression_detail::Chained<First, Second>, Then>& each) {
    return Before::due(each.first);
  }
};

}  // namespace rule_detail

template <class Source, class Each, class Row>
class RuleOf final : public Rule {
 public:
  RuleOf(Collection<Row>& into, Head how, const Location& at, std::vector<Input> from, Source source, Each each)
      : Rule(into, how, at, std::move(from)), source_(std::move(source)), each_(std::move(each)), into_(into) {
    staged_limit_ = recursive ? ~std::size_t{0} : kBlock;
  }

  void run() override {
    source_.read({*this, !instant()}, Visit{this});
    flush();
  }

  void forget_staged() override { staged_.clear(); }

  bool knows_when() const override { return Waits::kKnown; }
  base::Instant first_due(Position from) const override {
    if constexpr (Waits::kKnown) {
      const auto& rows = source_.template input<1>();
      base::Instant first = base::Instant::max();
      for (Position at = from; at < rows.position_end(); ++at) {
        if (rows.live(at)) first = std::min(first, Waits::due(each_).when(rows.row(at)));
      }
      return first;
    } else {
      return Rule::first_due(from);
    }
  }

  std::vector<Fact> explain(Position wanted) override {
    const Row copy = into_.row(wanted);  // evaluation must not depend on where the row lies
    wanted_ = &copy;
    explained = wanted;
    std::vector<Fact> facts = source_.explain(*this, found_, Visit{this});
    wanted_ = nullptr;
    found_ = false;
    return facts;
  }

 private:
  using Waits = rule_detail::Waits<Source, Each>;
  static constexpr std::size_t kBlock = 256;

  struct Emit {
    RuleOf* rule;
    template <class Out>
    void operator()(Out&& out) const {
      if constexpr (std::is_same_v<std::remove_cvref_t<Out>, Row>) {
        rule->push(std::forward<Out>(out));
      } else {
        rule->push(std::apply([](auto&&... fields) { return Row{std::forward<decltype(fields)>(fields)...}; },
                              std::forward<Out>(out)));
      }
    }
  };

  // One type for both uses, so that the source's loops are compiled once.
  struct Visit {
    RuleOf* rule;
    template <class... Rows>
    void operator()(const Rows&... rows) const {
      rule->each_(Emit{rule}, rows...);
    }
  };

  template <class Out>
  void push(Out&& row) {
    if (wanted_ != nullptr) [[unlikely]] {
      found_ = found_ || equal<Row>(row, *wanted_);
      return;
    }
    staged_.push_back(std::forward<Out>(row));
    if (staged_.size() >= staged_limit_) flush();
  }
  void flush() {
    if (staged_.empty()) return;
    yielded = true;
    into_.accept(head, this, staged_);
    staged_.clear();
  }

  Source source_;
  Each each_;
  Collection<Row>& into_;
  std::vector<Row> staged_;
  std::size_t staged_limit_;
  const Row* wanted_ = nullptr;
  bool found_ = false;
};

// Registers `target head expression` with the program.
template <class Row, class Source, class Each, class Out>
void install(Collection<Row>& target, Head head, const Pipe<Source, Each, Out>& pipe) {
  std::vector<Rule::Input> inputs;
  pipe.source.list_inputs(inputs);
  const bool passes_whole_rows = std::is_same_v<Each, expression_detail::Same> && target.grows_in_place();
  declare_inputs(inputs, expression_detail::kPromisesMonotone<Each> || passes_whole_rows, pipe.looked_into());
  target.program().adopt(std::unique_ptr<Rule>(
      new RuleOf<Source, Each, Row>(target, head, pipe.location, std::move(inputs), pipe.source, pipe.each)));
}

}  // namespace bloom
