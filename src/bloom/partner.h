// Sources that ask whether a row of one collection has a partner in another: notin and exists (anti-join and
// semi-join), and the left outer join. Led by the first collection; the second is probed.
#pragma once

#include <tuple>

#include "bloom/expression.h"
#include "bloom/materialise.h"

namespace bloom {

namespace expression_detail {

// Turns the (const A*, const B*) of an outer join into f(const A&, const B*).
template <class F>
struct OnPointers {
  F f;
  template <class Emit, class A, class B>
  void operator()(const Emit& emit, const A* a, const B* b) const {
    emit_value(emit, f(*a, b));
  }
};

}  // namespace expression_detail

enum class Partner : std::uint8_t { kNone, kSome, kOptional };

// Equality of A's members with B's; with no members, of whole rows.
template <Partner kWanted, class A, class B, class... Members>
class PartnerSource {
 public:
  static constexpr std::size_t kInputs = 2;
  static constexpr bool kAllNeeded = kWanted == Partner::kSome;
  static constexpr bool kAnyDriver = false;

  PartnerSource(Collection<A>& a, Collection<B>& b, Members... members) : a_(&a), b_(&b), members_(members...) {
    static_assert(sizeof...(Members) != 0 || kWanted == Partner::kOptional || std::is_same_v<A, B>,
                  "bloom: notin and exists compare whole rows of one type: name the members, notin(b, &A::x, &B::y)");
  }
  Program& program() const { return a_->program(); }
  void list_inputs(std::vector<Rule::Input>& inputs) const {
    inputs.push_back({a_, true});
    inputs.push_back({b_, kWanted == Partner::kSome});
  }
  void prepare(std::size_t) {
    if constexpr (kIndexed) index().catch_up();
  }
  template <class F>
  void drive(std::size_t, const Range* ranges, const F& f) {
    const bool any_dead = a_->any_dead();
    for (Position at = ranges[0].from; at < ranges[0].to; ++at) {
      if (any_dead && !a_->live(at)) continue;
      const A& row = a_->row(at);
      bool found = false;
      each_partner(row, ranges[1], [&](Position with) {
        if constexpr (kWanted == Partner::kOptional) f(&row, &b_->row(with));
        found = true;
      });
      if constexpr (kWanted == Partner::kOptional) {
        if (!found) f(&row, static_cast<const B*>(nullptr));
      } else {
        if (found == (kWanted == Partner::kSome)) f(row);
      }
    }
  }
  template <class F>
  void read(const Reading& reading, const F& f) {
    Rule::Input& partners = reading.rule.inputs[1];
    // A new partner may let old rows in: read them again (what they gave before is known).
    if (kWanted == Partner::kSome && partners.read() != partners.collection->end()) reading.rule.inputs[0].read_to(0);
    stream(*this, reading, f);
    if (!reading.late) partners.read_to(partners.collection->end());
  }
  template <class F>
  std::vector<Fact> explain(const Rule& rule, bool& found, const F& f) {
    return narrow(*this, rule, found, f);
  }

 private:
  static constexpr bool kWholeRows = sizeof...(Members) == 0 && kWanted != Partner::kOptional;
  static constexpr bool kIndexed = sizeof...(Members) != 0;

  // Members come in pairs: A's, B's, A's, B's.
  template <std::size_t... I>
  auto& index_over(std::index_sequence<I...>) {
    return b_->index(std::get<2 * I + 1>(members_)...);
  }
  // Looked up once: indexes live as long as their collection.
  auto& index() {
    using Found = std::remove_reference_t<decltype(index_over(std::make_index_sequence<sizeof...(Members) / 2>()))>;
    if (index_ == nullptr) index_ = &index_over(std::make_index_sequence<sizeof...(Members) / 2>());
    return static_cast<Found&>(*index_);
  }

  template <class Visit>
  void each_partner(const A& row, const Range& range, const Visit& visit) {
    const auto in_range = [&](Position with) {
      if (with >= range.from && with < range.to && b_->live(with)) visit(with);
    };
    if constexpr (kIndexed) {
      [&]<std::size_t... I>(std::index_sequence<I...>) {
        index().probe(range.to, in_range, row.*std::get<2 * I>(members_)...);
      }(std::make_index_sequence<sizeof...(Members) / 2>());
    } else if constexpr (kWholeRows) {
      const Position with = b_->position_of(row);
      if (with != kNoPosition) in_range(with);
    } else {
      for (Position with = range.from; with < range.to; ++with) in_range(with);
    }
  }

  Collection<A>* a_;
  Collection<B>* b_;
  std::tuple<Members...> members_;
  IndexBase* index_ = nullptr;
};

template <class A, class B, class... Members>
auto optional_partner(Collection<A>& a, Collection<B>& b, Members... members) {
  return PartnerSource<Partner::kOptional, A, B, Members...>(a, b, members...);
}

template <Partner kWanted, class A, class B, class... Members>
auto rows_with_partner(Collection<A>& a, Collection<B>& b, const Location& at, Members... members) {
  using Source = PartnerSource<kWanted, A, B, Members...>;
  return Pipe<Source, expression_detail::Same, A>(Source(a, b, members...), {}, at);
}
template <class A, class B, class... Members>
auto without(const A& a, const B& b, const Location& at, Members... members) {
  return rows_with_partner<Partner::kNone>(rows_of(a), rows_of(b), at, members...);
}

}  // namespace bloom
