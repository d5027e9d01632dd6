// The five operators of Bloom, verbatim: a <= e, a <+ e, a <- e, a <+- e, a <~ e. C++ reads the last four as
// `a < (+e)` and so on: the unary operator tags the expression, the comparison installs the rule.
// All return void, so that a rule can't be mistaken for a condition.
#pragma once

#include <type_traits>

#include "bloom/rule_of.h"

namespace bloom {

template <Head kHead, class E>
struct Tagged {
  E expression;
};
template <Head kHead, class E>
Tagged<kHead, E> tagged(E expression) {
  return {std::move(expression)};
}

namespace operators_detail {

constexpr bool filled_by_rules(Kind kind) {
  return kind == Kind::kTable || kind == Kind::kScratch || kind == Kind::kTemp || kind == Kind::kOutput ||
         kind == Kind::kHalt || kind == Kind::kLattice;
}
constexpr bool sends(Kind kind) {
  return kind == Kind::kChannel || kind == Kind::kLoopback || kind == Kind::kStdio;
}

// Rows that group() made without a function are tuples: the target's row is built of their fields.
template <class Row, class Out>
constexpr bool made_of(Out*) {
  return false;
}
template <class Row, class... Fields>
constexpr bool made_of(std::tuple<Fields...>*) {
  return requires(Fields... fields) { Row{fields...}; };
}

}  // namespace operators_detail

// Which operator takes which collection on its left; docs/bloom.md shows the same table.
constexpr bool takes(Kind kind, Head head) {
  switch (head) {
    case Head::kNow: return operators_detail::filled_by_rules(kind);
    case Head::kNext: return kind == Kind::kTable || kind == Kind::kScratch || kind == Kind::kLattice;
    case Head::kDelete:
    case Head::kUpsert: return kind == Kind::kTable;
    case Head::kSend: return operators_detail::sends(kind);
  }
  return false;
}

template <Head kHead, class Target, class Source, class Each, class Out>
void put(Target& target, const Pipe<Source, Each, Out>& pipe) {
  using namespace operators_detail;
  using Row = typename Target::row_type;
  constexpr Kind kind = Target::kKind;
  constexpr bool same_rows = std::is_same_v<Out, Row> || made_of<Row>(static_cast<Out*>(nullptr));
  // One sentence each, naming the mend; the tests in tests/compile_fail/ hold them.
  // clang-format off
  static_assert(filled_by_rules(kind) || sends(kind), "bloom: this collection is filled from outside, never by a rule: put a scratch or a table of your own on the left");
  static_assert(takes(kind, kHead) || kHead == Head::kSend || !sends(kind), "bloom: a channel, a loopback or stdio is sent to: write it with <~");
  static_assert(takes(kind, kHead) || kHead != Head::kSend || !filled_by_rules(kind), "bloom: only a channel, a loopback or stdio is sent to: write <= for this tick or <+ for the next");
  static_assert(takes(kind, kHead) || kHead != Head::kNext || !filled_by_rules(kind), "bloom: this collection is filled within the tick: write it with <=");
  static_assert(takes(kind, kHead) || (kHead != Head::kDelete && kHead != Head::kUpsert) || !filled_by_rules(kind), "bloom: only a table keeps rows to delete or replace: make it a table, or drop the rule");
  static_assert(same_rows, "bloom: the expression makes rows of another type than the collection on its left holds: map them first");
  // clang-format on
  if constexpr (takes(kind, kHead) && same_rows) install<Row>(target, kHead, pipe);
}

template <class T>
concept RuleTarget = std::is_base_of_v<CollectionBase, T>;

// clang-format off
template <RuleTarget T, class S, class E, class O>
void operator<=(T& target, const Pipe<S, E, O>& pipe) { put<Head::kNow>(target, pipe); }
template <RuleTarget T, Head kHead, class E>
void operator<(T& target, const Tagged<kHead, E>& tag) { put<kHead>(target, tag.expression); }

template <class S, class E, class O> auto operator+(const Pipe<S, E, O>& pipe) { return tagged<Head::kNext>(pipe); }
template <class S, class E, class O> auto operator-(const Pipe<S, E, O>& pipe) { return tagged<Head::kDelete>(pipe); }
template <class S, class E, class O> auto operator~(const Pipe<S, E, O>& pipe) { return tagged<Head::kSend>(pipe); }
template <class E> auto operator+(const Tagged<Head::kDelete, E>& tag) { return tagged<Head::kUpsert>(tag.expression); }
// clang-format on

}  // namespace bloom
