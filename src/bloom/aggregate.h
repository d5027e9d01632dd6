// Aggregates for group(): what is kept for a group while rows are added, and what comes out. None depends on
// the order of the rows.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <type_traits>
#include <vector>

#include "bloom/collection.h"
#include "bloom/keyed.h"
#include "bloom/value.h"

namespace bloom {

namespace aggregate_detail {

template <class M>
using TypeOf = typename MemberOf<M>::Type;

template <class M, bool kLargest>
struct Extreme {
  M member;
  Location location;
  struct State {
    std::optional<TypeOf<M>> value;
  };
  template <class Row>
  void add(State& state, const Row& row) const {
    const auto& candidate = row.*member;
    if (!state.value || (kLargest ? compare(candidate, *state.value) > 0 : compare(candidate, *state.value) < 0)) {
      state.value = candidate;
    }
  }
  auto result(const State& state) const { return *state.value; }
};

template <class M>
struct Sum {
  static_assert(std::is_integral_v<TypeOf<M>>, "bloom: sum and avg take integers: adding floats depends on the order of rows, so scale them first");
  M member;
  Location location;
  struct State {
    std::int64_t total = 0;
    std::int64_t count = 0;
  };
  template <class Row>
  void add(State& state, const Row& row) const {
    state.total += static_cast<std::int64_t>(row.*member);
    ++state.count;
  }
  auto result(const State& state) const { return state.total; }
};

template <class M>
struct Average : Sum<M> {
  auto result(const typename Sum<M>::State& state) const {
    return static_cast<double>(state.total) / static_cast<double>(state.count);
  }
};

struct Count {
  Location location;
  struct State {
    std::int64_t count = 0;
  };
  template <class Row>
  void add(State& state, const Row&) const {
    ++state.count;
  }
  auto result(const State& state) const { return state.count; }
};

template <class M>
struct Accum {
  M member;
  Location location;
  struct State {
    std::set<TypeOf<M>, Less> values;
  };
  template <class Row>
  void add(State& state, const Row& row) const {
    state.values.insert(row.*member);
  }
  auto result(const State& state) const {
    return std::vector<TypeOf<M>>(state.values.begin(), state.values.end());
  }
};

template <class M, bool kAll>
struct Bool {
  static_assert(std::is_same_v<TypeOf<M>, bool>, "bloom: bool_and and bool_or take a bool member: map the rows first");
  M member;
  Location location;
  struct State {
    bool value = kAll;
  };
  template <class Row>
  void add(State& state, const Row& row) const {
    state.value = kAll ? (state.value && row.*member) : (state.value || row.*member);
  }
  auto result(const State& state) const { return state.value; }
};

}  // namespace aggregate_detail

template <class A>
concept Aggregate = requires { typename A::State; };

// clang-format off
template <class M> auto min(M member, Location at = Here::current()) { return aggregate_detail::Extreme<M, false>{member, at}; }
template <class M> auto max(M member, Location at = Here::current()) { return aggregate_detail::Extreme<M, true>{member, at}; }
template <class M> auto sum(M member, Location at = Here::current()) { return aggregate_detail::Sum<M>{member, at}; }  // std::int64_t
template <class M> auto avg(M member, Location at = Here::current()) { return aggregate_detail::Average<M>{{member, at}}; }  // double
inline auto count(Location at = Here::current()) { return aggregate_detail::Count{at}; }  // std::int64_t
template <class M> auto choose(M member, Location at = Here::current()) { return aggregate_detail::Extreme<M, false>{member, at}; }  // one of them: the smallest
template <class M> auto accum(M member, Location at = Here::current()) { return aggregate_detail::Accum<M>{member, at}; }  // std::vector, ascending, each once
template <class M> auto bool_and(M member, Location at = Here::current()) { return aggregate_detail::Bool<M, true>{member, at}; }
template <class M> auto bool_or(M member, Location at = Here::current()) { return aggregate_detail::Bool<M, false>{member, at}; }
// clang-format on

}  // namespace bloom
