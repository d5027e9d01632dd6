// Stages<Self>: what can be written behind a collection or an expression with a dot. Each call makes a new
// expression; nothing is evaluated before the program ticks.
#pragma once

#include <source_location>
#include <utility>

#include "bloom/collection.h"

namespace bloom {

template <auto... Members>
struct By {};
// Names the members that rows are grouped or ordered by: by<&Seen::from>. by<> is one group of all.
template <auto... Members>
inline constexpr By<Members...> by{};

using Here = std::source_location;

// clang-format off
template <class Self>
class Stages {
 public:
  using stages_type = Self;

  // f(row) -> Out, or std::optional<Out> to filter as well.
  template <class F> auto map(F f, Location at = Here::current()) const { return mapped(as_pipe(self(), at), std::move(f)); }
  template <class F> auto filter(F keep, Location at = Here::current()) const { return filtered(as_pipe(self(), at), std::move(keep)); }
  // f(row) -> a container of Out.
  template <class F> auto flat_map(F f, Location at = Here::current()) const { return flat_mapped(as_pipe(self(), at), std::move(f)); }
  // One row an element of the member container: f(row, element) -> Out.
  template <class M, class F> auto flatten(M list, F f, Location at = Here::current()) const { return flattened(as_pipe(self(), at), list, std::move(f)); }
  // Just that member of each row.
  template <class M> auto payloads(M member, Location at = Here::current()) const { return mapped(as_pipe(self(), at), [member](const auto& row) { return row.*member; }); }
  // Each row as a Line of text.
  auto inspected(Location at = Here::current()) const { return inspect(as_pipe(self(), at)); }

  // The rows without a partner in `other` (whole rows equal, or the named members), and those with one.
  template <class B> auto notin(const B& other, Location at = Here::current()) const { return without(self(), other, at); }
  template <class B, class M1, class N1> auto notin(const B& other, M1 m1, N1 n1, Location at = Here::current()) const { return without(self(), other, at, m1, n1); }
  template <class B, class M1, class N1, class M2, class N2> auto notin(const B& other, M1 m1, N1 n1, M2 m2, N2 n2, Location at = Here::current()) const { return without(self(), other, at, m1, n1, m2, n2); }
  template <class B> auto exists(const B& other, Location at = Here::current()) const { return with(self(), other, at); }
  template <class B, class M1, class N1> auto exists(const B& other, M1 m1, N1 n1, Location at = Here::current()) const { return with(self(), other, at, m1, n1); }
  template <class B, class M1, class N1, class M2, class N2> auto exists(const B& other, M1 m1, N1 n1, M2 m2, N2 n2, Location at = Here::current()) const { return with(self(), other, at, m1, n1, m2, n2); }

  // group(by<keys...>, aggregates..., f): f(key..., aggregate...) -> Out; without f the target row is Out{key..., aggregate...}.
  template <class Keys, class... Args> auto group(Keys keys, Args... args) const { return grouped(self(), keys, std::move(args)...); }
  // All rows that attain the extreme of a member (or of several in turn: by<&R::a, &R::b>) within their group.
  template <class Keys, class Order> auto argmin(Keys keys, Order order, Location at = Here::current()) const { return extreme<false>(self(), keys, order, at); }
  template <class Keys, class Order> auto argmax(Keys keys, Order order, Location at = Here::current()) const { return extreme<true>(self(), keys, order, at); }
  // Folds the rows of each group in ascending order: fold(Acc, row) -> Acc, then f(key..., Acc) -> Out.
  template <class Keys, class Acc, class Fold, class F> auto reduce(Keys keys, Acc init, Fold fold, F f, Location at = Here::current()) const { return reduced(self(), keys, std::move(init), std::move(fold), std::move(f), at); }

 private:
  const Self& self() const { return static_cast<const Self&>(*this); }
};
// clang-format on

}  // namespace bloom
