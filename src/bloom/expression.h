// Expressions: a source of rows (a collection, a join, an aggregate) and a chain of stateless stages that is
// compiled into one function. RuleOf evaluates one and hands the rows to its target.
#pragma once

#include <memory>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "bloom/program.h"
#include "bloom/rows.h"
#include "bloom/stream.h"

namespace bloom {

// Promises that `f` is monotone in the lattices it reads, so that it may stand in an instantaneous cycle:
// what it made of a smaller value stays right for a larger one.
template <class F>
struct Monotone {
  F f;
  template <class... Rows>
  auto operator()(const Rows&... rows) const {
    return f(rows...);
  }
};
template <class F>
Monotone<F> monotone(F f) {
  return {std::move(f)};
}

// A piece of text on its way to or from a person.
struct Line {
  std::string text;
};

namespace expression_detail {

// clang-format off
template <class T> struct Unwrapped { using Type = T; };
template <class T> struct Unwrapped<std::optional<T>> { using Type = T; };
template <class F, class... Rows>
using Result = typename Unwrapped<std::remove_cvref_t<std::invoke_result_t<const F&, const Rows&...>>>::Type;
template <class T> inline constexpr bool kIsOptional = false;
template <class T> inline constexpr bool kIsOptional<std::optional<T>> = true;
// clang-format on

template <class Emit, class Out>
void emit_value(const Emit& emit, Out&& out) {
  if constexpr (kIsOptional<std::remove_cvref_t<Out>>) {
    if (out) emit(*std::forward<Out>(out));
  } else {
    emit(std::forward<Out>(out));
  }
}

struct Same {
  template <class Emit, class Row>
  void operator()(const Emit& emit, const Row& row) const {
    emit(row);
  }
};
template <class F>
struct Mapped {
  F f;
  template <class Emit, class... Rows>
  void operator()(const Emit& emit, const Rows&... rows) const {
    emit_value(emit, f(rows...));
  }
};
template <class F>
struct Filtered {
  F keep;
  template <class Emit, class Row>
  void operator()(const Emit& emit, const Row& row) const {
    if (keep(row)) emit(row);
  }
};
template <class F>
struct FlatMapped {
  F f;
  template <class Emit, class... Rows>
  void operator()(const Emit& emit, const Rows&... rows) const {
    for (auto&& out : f(rows...)) emit_value(emit, std::forward<decltype(out)>(out));
  }
};
template <class First, class Second>
struct Chained {
  First first;
  Second second;
  template <class Emit, class... Rows>
  void operator()(const Emit& emit, const Rows&... rows) const {
    first([&](const auto& between) { second(emit, between); }, rows...);
  }
};

// clang-format off
template <class Each> inline constexpr bool kPromisesMonotone = false;
template <class F> inline constexpr bool kPromisesMonotone<Mapped<Monotone<F>>> = true;
template <class F> inline constexpr bool kPromisesMonotone<Filtered<Monotone<F>>> = true;
template <class F> inline constexpr bool kPromisesMonotone<FlatMapped<Monotone<F>>> = true;
template <class A, class B> inline constexpr bool kPromisesMonotone<Chained<A, B>> = kPromisesMonotone<A>;
// clang-format on

// The functions of a stage as they are chained: an identity in front disappears.
template <class First, class Second>
auto chain(First first, Second second) {
  if constexpr (std::is_same_v<First, Same>) {
    return second;
  } else {
    return Chained<First, Second>{std::move(first), std::move(second)};
  }
}

}  // namespace expression_detail

template <class Source, class Each, class Out>
class Pipe : public Stages<Pipe<Source, Each, Out>> {
 public:
  using row_type = Out;
  Pipe(Source from, Each function, Location where, std::vector<CollectionBase*> looked_into = {})
      : source(std::move(from)), each(std::move(function)), location(where), reads_(std::move(looked_into)) {}

  // Declares the collections that this expression's functions look into.
  template <class... Collections>
  Pipe reads(Collections&... collections) && {
    (reads_.push_back(&collections), ...);
    return std::move(*this);
  }
  template <class Stage, class Next>
  auto then(Stage stage) const {
    auto both = expression_detail::chain(each, std::move(stage));
    return Pipe<Source, decltype(both), Next>(source, std::move(both), location, reads_);
  }
  const std::vector<CollectionBase*>& looked_into() const { return reads_; }

  Source source;
  Each each;
  Location location;

 private:
  std::vector<CollectionBase*> reads_;
};

// One collection, row by row.
template <class Row>
class Scan {
 public:
  explicit Scan(Collection<Row>& rows) : rows_(&rows) {}
  static constexpr std::size_t kInputs = 1;
  static constexpr bool kAllNeeded = true;
  static constexpr bool kAnyDriver = true;
  Program& program() const { return rows_->program(); }
  void list_inputs(std::vector<Rule::Input>& inputs) const {
    inputs.push_back({rows_, true});
  }
  void prepare(std::size_t) {}
  template <class F>
  void drive(std::size_t, const Range* ranges, const F& f) {
    const bool any_dead = rows_->any_dead();
    for (Position at = ranges[0].from; at < ranges[0].to; ++at) {
      if (!any_dead || rows_->live(at)) f(rows_->row(at));
    }
  }
  template <class F>
  void read(const Reading& reading, const F& f) {
    stream(*this, reading, f);
  }
  template <class F>
  std::vector<Fact> explain(const Rule& rule, bool& found, const F& f) {
    return narrow(*this, rule, found, f);
  }

 private:
  Collection<Row>* rows_;
};

template <class Row>
auto as_pipe(const Collection<Row>& rows, const Location& at) {
  return Pipe<Scan<Row>, expression_detail::Same, Row>(Scan<Row>(const_cast<Collection<Row>&>(rows)), {}, at);
}
template <class Source, class Each, class Out>
const Pipe<Source, Each, Out>& as_pipe(const Pipe<Source, Each, Out>& pipe, const Location&) {
  return pipe;
}

template <class Source, class Each, class Out, class F>
auto mapped(const Pipe<Source, Each, Out>& pipe, F f) {
  using Next = expression_detail::Result<F, Out>;
  return pipe.template then<expression_detail::Mapped<F>, Next>({std::move(f)});
}
template <class Source, class Each, class Out, class F>
auto filtered(const Pipe<Source, Each, Out>& pipe, F keep) {
  return pipe.template then<expression_detail::Filtered<F>, Out>({std::move(keep)});
}
template <class Source, class Each, class Out, class F>
auto flat_mapped(const Pipe<Source, Each, Out>& pipe, F f) {
  using List = std::remove_cvref_t<std::invoke_result_t<const F&, const Out&>>;
  using Next = typename expression_detail::Unwrapped<typename List::value_type>::Type;
  return pipe.template then<expression_detail::FlatMapped<F>, Next>({std::move(f)});
}
template <class Source, class Each, class Out, class M, class F>
auto flattened(const Pipe<Source, Each, Out>& pipe, M list, F f) {
  return flat_mapped(pipe, [list, f = std::move(f)](const Out& row) {
    std::vector<std::remove_cvref_t<decltype(f(row, *(row.*list).begin()))>> out;
    for (const auto& element : row.*list) out.push_back(f(row, element));
    return out;
  });
}
template <class Source, class Each, class Out>
auto inspect(const Pipe<Source, Each, Out>& pipe) {
  return mapped(pipe, [](const Out& row) { return Line{to_text(row)}; });
}

}  // namespace bloom
