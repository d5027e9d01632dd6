// The row types of random programs as the engine sees them, and their way to and from plain numbers.
#pragma once

#include <chrono>
#include <string>

#include "bloom/bloom.h"
#include "tests/bloom/random/program_spec.h"

namespace random_programs {

struct Triple {
  int a, b, c;
};
struct Pair {
  int x, y;
  bool flag;
};
struct Best {
  int a;
  bloom::LMax<int> best;
};
using Max = bloom::LMax<int>;

inline base::Instant instant(int milliseconds) { return base::Instant(std::chrono::milliseconds(milliseconds)); }
inline int milliseconds(base::Instant at) {
  return static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count());
}

inline Row to_row(const Triple& row) { return {row.a, row.b, row.c}; }
inline Row to_row(const Pair& row) { return {row.x, row.y, row.flag ? 1 : 0}; }
inline Row to_row(const Max& value) { return {value.reveal().value_or(-1), 0, 0}; }
inline Row to_row(const Best& row) { return {row.a, row.best.reveal().value_or(-1), 0}; }
inline Row to_row(const bloom::Line& line) { return {std::stoi(line.text), 0, 0}; }
inline Row to_row(const bloom::Beat& beat) { return {milliseconds(beat.at), 0, 0}; }
inline Row to_row(const bloom::Now& now) { return {milliseconds(now.at), 0, 0}; }
inline Row to_row(const bloom::Start&) { return {}; }

template <class T>
T from_row(const Row& row) {
  if constexpr (std::is_same_v<T, Triple>) {
    return {row[0], row[1], row[2]};
  } else if constexpr (std::is_same_v<T, Pair>) {
    return {row[0], row[1], row[2] != 0};
  } else if constexpr (std::is_same_v<T, Best>) {
    return {row[0], Max(row[1])};
  } else if constexpr (std::is_same_v<T, Max>) {
    return Max(row[0]);
  } else {
    return bloom::Line{std::to_string(row[0])};
  }
}

inline int Triple::*triple_member(int column) {
  static constexpr int Triple::*kMembers[] = {&Triple::a, &Triple::b, &Triple::c};
  return kMembers[column];
}
inline int Pair::*pair_member(int column) { return column == 0 ? &Pair::x : &Pair::y; }

// A function of the random program, as a user would write one: rows in, a row or nothing out.
template <class Out>
struct Made {
  Function f;
  template <class... Rows>
  std::optional<Out> operator()(const Rows&... rows) const {
    const std::optional<Row> row = apply(f, {to_row(rows)...});
    if (!row) return std::nullopt;
    return from_row<Out>(*row);
  }
};

// A function as a filter.
struct Kept {
  Function f;
  template <class In>
  bool operator()(const In& row) const {
    return apply(f, {to_row(row)}).has_value();
  }
};

}  // namespace random_programs
