// Product: (a * b * c), before it is said how the rows match; pairs, combos, lefts, rights, matches and outer
// say it. Predicates are pairs of members: .pairs(&A::x, &B::y, f).
#pragma once

#include <tuple>
#include <utility>

#include "bloom/join.h"
#include "bloom/materialise.h"
#include "bloom/partner.h"

namespace bloom {

// a * b * c, before it is said how they match.
template <class... Cs>
class Product {
 public:
  explicit Product(std::tuple<Cs*...> collections) : inputs(collections) {}

  // clang-format off
  template <class F> auto pairs(F f, Location at = Here::current()) const { return join(at, std::move(f)); }
  template <class L, class R, class F> auto pairs(L l, R r, F f, Location at = Here::current()) const { return join(at, std::move(f), l, r); }
  template <class L, class R, class L2, class R2, class F> auto pairs(L l, R r, L2 l2, R2 r2, F f, Location at = Here::current()) const { return join(at, std::move(f), l, r, l2, r2); }
  template <class L, class R, class L2, class R2, class L3, class R3, class F> auto pairs(L l, R r, L2 l2, R2 r2, L3 l3, R3 r3, F f, Location at = Here::current()) const { return join(at, std::move(f), l, r, l2, r2, l3, r3); }

  template <class F> auto combos(F f, Location at = Here::current()) const { return join(at, std::move(f)); }
  template <class L, class R, class F> auto combos(L l, R r, F f, Location at = Here::current()) const { return join(at, std::move(f), l, r); }
  template <class L, class R, class L2, class R2, class F> auto combos(L l, R r, L2 l2, R2 r2, F f, Location at = Here::current()) const { return join(at, std::move(f), l, r, l2, r2); }
  template <class L, class R, class L2, class R2, class L3, class R3, class F> auto combos(L l, R r, L2 l2, R2 r2, L3 l3, R3 r3, F f, Location at = Here::current()) const { return join(at, std::move(f), l, r, l2, r2, l3, r3); }

  // Equal keys: both tables declare keys of the same types.
  template <class F> auto matches(F f, Location at = Here::current()) const {
    using A = std::tuple_element_t<0, std::tuple<Cs...>>;
    using B = std::tuple_element_t<1, std::tuple<Cs...>>;
    static_assert(sizeof...(Cs) == 2 && A::kKeyCount > 0 && A::kKeyCount == B::kKeyCount, "bloom: matches joins two tables with as many declared keys: name the members with pairs instead");
    return std::apply([&](auto... members) { return join(at, std::move(f), members...); }, zipped(A::keys(), B::keys()));
  }
  // f(a, b) for every match, f(a, nullptr) for a row of a without one.
  template <class F> auto outer(F f, Location at = Here::current()) const { return outer_join(at, std::move(f)); }
  template <class L, class R, class F> auto outer(L l, R r, F f, Location at = Here::current()) const { return outer_join(at, std::move(f), l, r); }
  template <class L, class R, class L2, class R2, class F> auto outer(L l, R r, L2 l2, R2 r2, F f, Location at = Here::current()) const { return outer_join(at, std::move(f), l, r, l2, r2); }

  auto lefts(Location at = Here::current()) const { return join(at, kLeft); }
  template <class F> auto lefts(F f, Location at = Here::current()) const { return join(at, left(std::move(f))); }
  template <class L, class R> auto lefts(L l, R r, Location at = Here::current()) const { return join(at, kLeft, l, r); }
  template <class L, class R, class F> auto lefts(L l, R r, F f, Location at = Here::current()) const { return join(at, left(std::move(f)), l, r); }
  template <class L, class R, class L2, class R2> auto lefts(L l, R r, L2 l2, R2 r2, Location at = Here::current()) const { return join(at, kLeft, l, r, l2, r2); }
  template <class L, class R, class L2, class R2, class F> auto lefts(L l, R r, L2 l2, R2 r2, F f, Location at = Here::current()) const { return join(at, left(std::move(f)), l, r, l2, r2); }

  auto rights(Location at = Here::current()) const { return join(at, kRight); }
  template <class F> auto rights(F f, Location at = Here::current()) const { return join(at, right(std::move(f))); }
  template <class L, class R> auto rights(L l, R r, Location at = Here::current()) const { return join(at, kRight, l, r); }
  template <class L, class R, class F> auto rights(L l, R r, F f, Location at = Here::current()) const { return join(at, right(std::move(f)), l, r); }
  template <class L, class R, class L2, class R2> auto rights(L l, R r, L2 l2, R2 r2, Location at = Here::current()) const { return join(at, kRight, l, r, l2, r2); }
  template <class L, class R, class L2, class R2, class F> auto rights(L l, R r, L2 l2, R2 r2, F f, Location at = Here::current()) const { return join(at, right(std::move(f)), l, r, l2, r2); }
  // clang-format on

  std::tuple<Cs*...> inputs;

 private:
  template <class K, class L>
  static auto zipped(const K& left_keys, const L& right_keys) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      return std::tuple_cat(std::tuple(std::get<I>(left_keys), std::get<I>(right_keys))...);
    }(std::make_index_sequence<std::tuple_size_v<K>>());
  }
  template <class F, class... Members>
  auto outer_join(const Location& at, F f, Members... members) const {
    static_assert(sizeof...(Cs) == 2, "bloom: an outer join takes two collections: nest it for more");
    using A = typename std::tuple_element_t<0, std::tuple<Cs...>>::row_type;
    using B = typename std::tuple_element_t<1, std::tuple<Cs...>>::row_type;
    using Source = decltype(optional_partner(*std::get<0>(inputs), *std::get<1>(inputs), members...));
    using Out = typename expression_detail::Unwrapped<std::remove_cvref_t<std::invoke_result_t<const F&, const A&, const B*>>>::Type;
    using Each = expression_detail::OnPointers<F>;
    return Pipe<Source, Each, Out>(optional_partner(*std::get<0>(inputs), *std::get<1>(inputs), members...), Each{std::move(f)}, at);
  }
  static constexpr auto kLeft = [](const auto& a, const auto&...) { return a; };
  static constexpr auto kRight = [](const auto&... all) { return std::get<sizeof...(all) - 1>(std::tie(all...)); };
  template <class F>
  static auto left(F f) {
    return [f = std::move(f)](const auto& a, const auto&...) { return f(a); };
  }
  template <class F>
  static auto right(F f) {
    return [f = std::move(f)](const auto&... all) { return f(std::get<sizeof...(all) - 1>(std::tie(all...))); };
  }

  template <class F, class... Members>
  auto join(const Location& at, F f, Members... members) const {
    static_assert(std::is_invocable_v<const F&, const typename Cs::row_type&...>, "bloom: the function of a join takes one row of each joined collection, by const reference and in their order");
    auto equal = join_detail::equalities<typename Cs::row_type...>(members...);
    using Source = Join<std::tuple<typename Cs::row_type...>, decltype(equal)>;
    using Each = expression_detail::Mapped<F>;
    return Pipe<Source, Each, expression_detail::Result<F, typename Cs::row_type...>>(Source(inputs, equal), Each{std::move(f)}, at);
  }
};

template <class E>
concept Expression = requires { typename E::row_type; } && std::is_base_of_v<Stages<typename E::stages_type>, E>;

template <Expression A, Expression B>
auto operator*(const A& a, const B& b) {
  auto& left = collection_of(a);
  auto& right = collection_of(b);
  return Product<std::remove_reference_t<decltype(left)>, std::remove_reference_t<decltype(right)>>({&left, &right});
}
template <class... Cs, Expression C>
auto operator*(const Product<Cs...>& product, const C& c) {
  auto& last = collection_of(c);
  return Product<Cs..., std::remove_reference_t<decltype(last)>>(std::tuple_cat(product.inputs, std::tuple(&last)));
}

template <class A, class B, class... Members>
auto with(const A& a, const B& b, const Location& at, Members... members) {
  if constexpr (sizeof...(Members) == 0) {
    return rows_with_partner<Partner::kSome>(rows_of(a), rows_of(b), at);
  } else {
    return (a * b).lefts(members..., at);
  }
}

}  // namespace bloom
