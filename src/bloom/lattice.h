// Lattices (Conway et al., "Logic and Lattices for Distributed Programming", 2012): values that only grow
// under merge(), which is associative, commutative and idempotent. Used as columns of a table or, in a
// Lattice collection, on their own.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "bloom/value.h"

namespace bloom {

// clang-format off
template <class L>
concept LatticeValue = requires(L a, const L& b) { { a.merge(b) } -> std::same_as<bool>; b.reveal(); };
// clang-format on

// The largest value seen; empty until the first. merge() answers whether the value changed.
template <class T>
class LMax {
 public:
  LMax() = default;
  explicit LMax(T value) : value_(std::move(value)) {}
  bool merge(const LMax& other) {
    if (!other.value_ || (value_ && compare(*value_, *other.value_) >= 0)) return false;
    value_ = other.value_;
    return true;
  }
  const std::optional<T>& reveal() const { return value_; }
  // Monotone: once true, stays true.
  bool at_least(const T& bound) const { return value_ && compare(*value_, bound) >= 0; }

 private:
  std::optional<T> value_;
};

// The smallest value seen.
template <class T>
class LMin {
 public:
  LMin() = default;
  explicit LMin(T value) : value_(std::move(value)) {}
  bool merge(const LMin& other) {
    if (!other.value_ || (value_ && compare(*value_, *other.value_) <= 0)) return false;
    value_ = other.value_;
    return true;
  }
  const std::optional<T>& reveal() const { return value_; }
  bool at_most(const T& bound) const { return value_ && compare(*value_, bound) <= 0; }

 private:
  std::optional<T> value_;
};

// False until anything said true.
class LBool {
 public:
  LBool() = default;
  explicit LBool(bool value) : value_(value) {}
  bool merge(const LBool& other) {
    if (value_ || !other.value_) return false;
    value_ = true;
    return true;
  }
  bool reveal() const { return value_; }

 private:
  bool value_ = false;
};

// Union.
template <class T>
class LSet {
 public:
  LSet() = default;
  explicit LSet(std::set<T, Less> values) : values_(std::move(values)) {}
  static LSet of(T value) {
    LSet set;
    set.values_.insert(std::move(value));
    return set;
  }
  bool merge(const LSet& other) {
    const std::size_t before = values_.size();
    values_.insert(other.values_.begin(), other.values_.end());
    return values_.size() != before;
  }
  const std::set<T, Less>& reveal() const { return values_; }
  bool contains(const T& value) const { return values_.contains(value); }
  LMax<std::size_t> size() const { return LMax<std::size_t>(values_.size()); }

 private:
  std::set<T, Less> values_;
};

// A lattice a key; merged key by key.
template <class K, LatticeValue L>
class LMap {
 public:
  LMap() = default;
  static LMap of(K key, L value) {
    LMap map;
    map.values_.emplace(std::move(key), std::move(value));
    return map;
  }
  bool merge(const LMap& other) {
    bool changed = false;
    for (const auto& [key, value] : other.values_) {
      const auto [at, added] = values_.try_emplace(key, value);
      changed |= added || at->second.merge(value);
    }
    return changed;
  }
  const std::map<K, L, Less>& reveal() const { return values_; }
  // The bottom of L where the key was never seen.
  L at(const K& key) const {
    const auto found = values_.find(key);
    return found == values_.end() ? L() : found->second;
  }

 private:
  std::map<K, L, Less> values_;
};

}  // namespace bloom
