// Reflection over plain structs: how many fields, and a visit of all of them at once.
// The count is the longest list of `{}` that initialises the aggregate; the visit binds that many names.
#pragma once

#include <cstddef>
#include <type_traits>

namespace bloom {

inline constexpr std::size_t kFieldsMax = 24;

namespace fields_detail {

// clang-format off
#define BLOOM_BRACES_1 {}
#define BLOOM_BRACES_2 BLOOM_BRACES_1, {}
#define BLOOM_BRACES_3 BLOOM_BRACES_2, {}
#define BLOOM_BRACES_4 BLOOM_BRACES_3, {}
#define BLOOM_BRACES_5 BLOOM_BRACES_4, {}
#define BLOOM_BRACES_6 BLOOM_BRACES_5, {}
#define BLOOM_BRACES_7 BLOOM_BRACES_6, {}
#define BLOOM_BRACES_8 BLOOM_BRACES_7, {}
#define BLOOM_BRACES_9 BLOOM_BRACES_8, {}
#define BLOOM_BRACES_10 BLOOM_BRACES_9, {}
#define BLOOM_BRACES_11 BLOOM_BRACES_10, {}
#define BLOOM_BRACES_12 BLOOM_BRACES_11, {}
#define BLOOM_BRACES_13 BLOOM_BRACES_12, {}
#define BLOOM_BRACES_14 BLOOM_BRACES_13, {}
#define BLOOM_BRACES_15 BLOOM_BRACES_14, {}
#define BLOOM_BRACES_16 BLOOM_BRACES_15, {}
#define BLOOM_BRACES_17 BLOOM_BRACES_16, {}
#define BLOOM_BRACES_18 BLOOM_BRACES_17, {}
#define BLOOM_BRACES_19 BLOOM_BRACES_18, {}
#define BLOOM_BRACES_20 BLOOM_BRACES_19, {}
#define BLOOM_BRACES_21 BLOOM_BRACES_20, {}
#define BLOOM_BRACES_22 BLOOM_BRACES_21, {}
#define BLOOM_BRACES_23 BLOOM_BRACES_22, {}
#define BLOOM_BRACES_24 BLOOM_BRACES_23, {}
#define BLOOM_BRACES_25 BLOOM_BRACES_24, {}

template <class T> constexpr std::size_t count() {
  if constexpr (requires { T{BLOOM_BRACES_25}; }) return 25;
  else if constexpr (requires { T{BLOOM_BRACES_24}; }) return 24;
  else if constexpr (requires { T{BLOOM_BRACES_23}; }) return 23;
  else if constexpr (requires { T{BLOOM_BRACES_22}; }) return 22;
  else if constexpr (requires { T{BLOOM_BRACES_21}; }) return 21;
  else if constexpr (requires { T{BLOOM_BRACES_20}; }) return 20;
  else if constexpr (requires { T{BLOOM_BRACES_19}; }) return 19;
  else if constexpr (requires { T{BLOOM_BRACES_18}; }) return 18;
  else if constexpr (requires { T{BLOOM_BRACES_17}; }) return 17;
  else if constexpr (requires { T{BLOOM_BRACES_16}; }) return 16;
  else if constexpr (requires { T{BLOOM_BRACES_15}; }) return 15;
  else if constexpr (requires { T{BLOOM_BRACES_14}; }) return 14;
  else if constexpr (requires { T{BLOOM_BRACES_13}; }) return 13;
  else if constexpr (requires { T{BLOOM_BRACES_12}; }) return 12;
  else if constexpr (requires { T{BLOOM_BRACES_11}; }) return 11;
  else if constexpr (requires { T{BLOOM_BRACES_10}; }) return 10;
  else if constexpr (requires { T{BLOOM_BRACES_9}; }) return 9;
  else if constexpr (requires { T{BLOOM_BRACES_8}; }) return 8;
  else if constexpr (requires { T{BLOOM_BRACES_7}; }) return 7;
  else if constexpr (requires { T{BLOOM_BRACES_6}; }) return 6;
  else if constexpr (requires { T{BLOOM_BRACES_5}; }) return 5;
  else if constexpr (requires { T{BLOOM_BRACES_4}; }) return 4;
  else if constexpr (requires { T{BLOOM_BRACES_3}; }) return 3;
  else if constexpr (requires { T{BLOOM_BRACES_2}; }) return 2;
  else if constexpr (requires { T{BLOOM_BRACES_1}; }) return 1;
  else return 0;
}
// clang-format on

}  // namespace fields_detail

// Plain structs only; bases, C arrays and fields without a default are not supported.
template <class T>
inline constexpr std::size_t field_count = fields_detail::count<std::remove_cv_t<T>>();

// Calls visit(field...) once with a reference to every field, in order of declaration.
// clang-format off
template <class T, class Visit>
constexpr decltype(auto) visit_fields(T& row, Visit&& visit) {
  constexpr std::size_t n = field_count<T>;
  static_assert(std::is_aggregate_v<std::remove_cv_t<T>>, "bloom: a row is a plain struct: drop its constructors, private members and virtual functions");
  static_assert(n <= kFieldsMax, "bloom: a row has at most 24 fields: group some of them in a nested struct");
  if constexpr (n == 0) return visit();
  else if constexpr (n == 1) { auto& [a] = row; return visit(a); }
  else if constexpr (n == 2) { auto& [a, b] = row; return visit(a, b); }
  else if constexpr (n == 3) { auto& [a, b, c] = row; return visit(a, b, c); }
  else if constexpr (n == 4) { auto& [a, b, c, d] = row; return visit(a, b, c, d); }
  else if constexpr (n == 5) { auto& [a, b, c, d, e] = row; return visit(a, b, c, d, e); }
  else if constexpr (n == 6) { auto& [a, b, c, d, e, f] = row; return visit(a, b, c, d, e, f); }
  else if constexpr (n == 7) { auto& [a, b, c, d, e, f, g] = row; return visit(a, b, c, d, e, f, g); }
  else if constexpr (n == 8) { auto& [a, b, c, d, e, f, g, h] = row; return visit(a, b, c, d, e, f, g, h); }
  else if constexpr (n == 9) { auto& [a, b, c, d, e, f, g, h, i] = row; return visit(a, b, c, d, e, f, g, h, i); }
  else if constexpr (n == 10) { auto& [a, b, c, d, e, f, g, h, i, j] = row; return visit(a, b, c, d, e, f, g, h, i, j); }
  else if constexpr (n == 11) { auto& [a, b, c, d, e, f, g, h, i, j, k] = row; return visit(a, b, c, d, e, f, g, h, i, j, k); }
  else if constexpr (n == 12) { auto& [a, b, c, d, e, f, g, h, i, j, k, l] = row; return visit(a, b, c, d, e, f, g, h, i, j, k, l); }
  else if constexpr (n == 13) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m] = row; return visit(a, b, c, d, e, f, g, h, i, j, k, l, m); }
  else if constexpr (n == 14) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, o] = row; return visit(a, b, c, d, e, f, g, h, i, j, k, l, m, o); }
  else if constexpr (n == 15) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, o, p] = row; return visit(a, b, c, d, e, f, g, h, i, j, k, l, m, o, p); }
  else if constexpr (n == 16) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q] = row; return visit(a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q); }
  else if constexpr (n == 17) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r] = row; return visit(a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r); }
  else if constexpr (n == 18) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r, s] = row; return visit(a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r, s); }
  else if constexpr (n == 19) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r, s, t] = row; return visit(a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r, s, t); }
  else if constexpr (n == 20) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r, s, t, u] = row; return visit(a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r, s, t, u); }
  else if constexpr (n == 21) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r, s, t, u, v] = row; return visit(a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r, s, t, u, v); }
  else if constexpr (n == 22) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r, s, t, u, v, w] = row; return visit(a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r, s, t, u, v, w); }
  else if constexpr (n == 23) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r, s, t, u, v, w, x] = row; return visit(a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r, s, t, u, v, w, x); }
  else { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r, s, t, u, v, w, x, y] = row; return visit(a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r, s, t, u, v, w, x, y); }
}
// clang-format on

}  // namespace bloom
