// What the tests of the engine share: a row, times, and collections as text.
#pragma once

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "bloom/bloom.h"

namespace bloom_test {

using namespace std::chrono_literals;
using bloom::by;

using Texts = std::vector<std::string>;

struct Pair {
  int a, b;
};

inline base::Instant at(base::Duration since_start) { return base::Instant(since_start); }

// The rows as text, in the order of the collection.
template <class C>
Texts texts(const C& collection) {
  Texts out;
  for (const auto& row : collection) out.push_back(bloom::to_text(row));
  return out;
}

// The rows as text, sorted, where their order is not what is tested.
template <class C>
Texts sorted(const C& collection) {
  Texts out = texts(collection);
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace bloom_test
