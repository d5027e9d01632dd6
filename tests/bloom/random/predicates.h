// Turns a random join's predicates into member pointers.
#pragma once

#include "tests/bloom/random/engine_rows.h"

namespace random_programs {

// Which pairs of classes the predicates of a join may compare.
struct Classes {
  bool triple_triple = false;
  bool triple_pair = false;
  bool pair_triple = false;
  bool triple_best = false;
};

inline constexpr std::size_t kPredicatesMax = 2;

// Calls use(left, right, left, right...) with the members of all predicates.
template <Classes kAllowed, class Use, class... Members>
void with_members(const Body& body, const Use& use, Members... chosen) {
  constexpr std::size_t done = sizeof...(Members) / 2;
  if (done == body.predicates.size()) return use(chosen...);
  if constexpr (done < kPredicatesMax) {
    const Predicate& p = body.predicates[done];
    const auto next = [&](auto left, auto right) { with_members<kAllowed>(body, use, chosen..., left, right); };
    if constexpr (kAllowed.triple_triple) {
      if (p.left_type == Type::kTriple && p.right_type == Type::kTriple) {
        return next(triple_member(p.left_column), triple_member(p.right_column));
      }
    }
    if constexpr (kAllowed.triple_pair) {
      if (p.left_type == Type::kTriple && p.right_type == Type::kPair) {
        return next(triple_member(p.left_column), pair_member(p.right_column));
      }
    }
    if constexpr (kAllowed.pair_triple) {
      if (p.left_type == Type::kPair) return next(pair_member(p.left_column), triple_member(p.right_column));
    }
    if constexpr (kAllowed.triple_best) {
      if (p.right_type == Type::kBest) return next(triple_member(p.left_column), &Best::a);
    }
  }
  CHECK(false, "the predicates of a random join are of the classes allowed here");
}

}  // namespace random_programs
