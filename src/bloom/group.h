// Grouping: group, argmin, argmax and reduce. The source keeps a state a group and adds new rows to it; once
// a row was lost it starts from nothing, for aggregates can't be taken back.
#pragma once

#include <algorithm>
#include <tuple>
#include <vector>

#include "bloom/aggregate.h"
#include "bloom/expression.h"
#include "bloom/materialise.h"

namespace bloom {

// `Fold` has a State, add(State&, rows, position) and each(State&, rows, visit): visit(value...) once a result.
template <class Row, class Keys, class Fold>
class GroupSource;

template <class Row, auto... Keys, class Fold>
class GroupSource<Row, By<Keys...>, Fold> {
  static_assert((std::is_same_v<typename MemberOf<decltype(Keys)>::Row, Row> && ...),
                "bloom: group by members of the rows that are grouped: check the class in by<&Row::member>");

 public:
  GroupSource(Collection<Row>& rows, Fold fold) : rows_(&rows), fold_(std::move(fold)) {}

  Program& program() const { return rows_->program(); }
  void list_inputs(std::vector<Rule::Input>& inputs) const { inputs.push_back({rows_, false}); }

  template <class F>
  void read(const Reading& reading, const F& f) {
    bring_up_to_date(reading.rule);
    reading.rule.inputs[0].read_to(rows_->position_end());
    for (Group& group : groups_) emit(group, f);
  }

  template <class F>
  std::vector<Fact> explain(Rule& rule, bool& found, const F& f) {
    bring_up_to_date(rule);
    for (Group& group : groups_) {
      found = false;
      emit(group, f);
      if (!found) continue;
      std::vector<Fact> facts;
      for (Position at = 0; at < rows_->position_end(); ++at) {
        if (rows_->live(at) && same(group.first, at)) facts.push_back({rows_, at});
      }
      return facts;
    }
    return {};
  }

 private:
  struct Group {
    Row first;  // stands for the key
    typename Fold::State state;
  };

  static bool equal_keys(const Row& a, const Row& b) { return (equal(a.*Keys, b.*Keys) && ...); }
  bool same(const Row& first, Position at) const { return equal_keys(first, rows_->row(at)); }

  void bring_up_to_date(Rule& rule) {
    if (rule.input_lost_rows) {
      groups_.clear();
      keys_.clear();
      taken_ = 0;
      rule.input_lost_rows = false;
    }
    const bool any_dead = rows_->any_dead();
    const Position end = rows_->position_end();
    rule.rows_in += end - taken_;
    constexpr Position kBlock = 32;
    std::uint32_t tags[kBlock];
    for (; taken_ < end;) {
      const Position stop = std::min(end, taken_ + kBlock);
      keys_.reserve(kBlock);
      for (Position at = taken_; at < stop; ++at) {
        tags[at - taken_] = tag(rows_->row(at));
        keys_.prefetch(tags[at - taken_]);
      }
      for (Position at = taken_; at < stop; ++at) {
        if (!any_dead || rows_->live(at)) add(at, tags[at - taken_]);
      }
      taken_ = stop;
    }
  }
  void add(Position at, std::uint32_t tag_of_row) {
    const Row& row = rows_->row(at);
    const Position known = keys_.find_or_insert(tag_of_row, static_cast<Position>(groups_.size()), [&](Position group) {
      return equal_keys(groups_[group].first, row);
    });
    if (known == kNoPosition) groups_.push_back({row, {}});
    fold_.add(known == kNoPosition ? groups_.back().state : groups_[known].state, *rows_, at);
  }
  static std::uint32_t tag(const Row& row) {
    std::uint64_t hash = value_detail::hash_seed;
    ((hash = hash_into(hash, row.*Keys)), ...);
    (void)row;
    return KeySet::tag_of(hash);
  }
  template <class F>
  void emit(Group& group, const F& f) {
    fold_.each(group.state, *rows_, [&](const auto&... values) {
      if constexpr (Fold::kWithKeys) {
        f(group.first.*Keys..., values...);
      } else {
        f(values...);
      }
    });
  }

  Collection<Row>* rows_;
  Fold fold_;
  KeySet keys_;
  std::vector<Group> groups_;
  Position taken_ = 0;
};

namespace group_detail {

template <class Row, class... As>
struct Aggregates {
  static constexpr bool kWithKeys = true;
  std::tuple<As...> aggregates;
  using State = std::tuple<typename As::State...>;
  void add(State& state, const Collection<Row>& rows, Position at) const {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (std::get<I>(aggregates).add(std::get<I>(state), rows.row(at)), ...);
    }(std::index_sequence_for<As...>());
  }
  template <class Visit>
  void each(const State& state, const Collection<Row>&, const Visit& visit) const {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      visit(std::get<I>(aggregates).result(std::get<I>(state))...);
    }(std::index_sequence_for<As...>());
  }
};

// The rows of a group that attain its extreme.
template <class Row, bool kLargest, class... Members>
struct Attaining {
  static constexpr bool kWithKeys = false;
  std::tuple<Members...> order;
  using State = std::vector<Position>;
  void add(State& best, const Collection<Row>& rows, Position at) const {
    const auto sign = best.empty() ? std::strong_ordering::less : against(rows.row(at), rows.row(best.front()));
    if (kLargest && !best.empty() ? sign > 0 : sign < 0) best.clear();
    if (best.empty() || sign == 0) best.push_back(at);
  }
  template <class Visit>
  void each(const State& best, const Collection<Row>& rows, const Visit& visit) const {
    for (const Position at : best) visit(rows.row(at));
  }
  std::strong_ordering against(const Row& a, const Row& b) const {
    auto result = std::strong_ordering::equal;
    std::apply([&](auto... members) { (void)(((result = compare(a.*members, b.*members)) == 0) && ...); }, order);
    return result;
  }
};

template <class Row, class Acc, class FoldOne>
struct Folding {
  static constexpr bool kWithKeys = true;
  Acc init;
  FoldOne fold;
  using State = std::vector<Position>;
  void add(State& all, const Collection<Row>&, Position at) const { all.push_back(at); }
  template <class Visit>
  void each(State& all, const Collection<Row>& rows, const Visit& visit) const {
    std::sort(all.begin(), all.end(), [&](Position a, Position b) { return compare(rows.row(a), rows.row(b)) < 0; });
    Acc acc = init;
    for (const Position at : all) acc = fold(std::move(acc), rows.row(at));
    visit(acc);
  }
};

template <class Row, auto... Keys>
auto key_types(By<Keys...>) {
  return std::tuple<std::remove_cvref_t<decltype(std::declval<const Row&>().*Keys)>...>();
}
struct AsTuple {
  template <class... Values>
  auto operator()(const Values&... values) const {
    return std::tuple<Values...>(values...);
  }
};

template <class F, class... Ks, class... Vs>
auto result_of(std::tuple<Ks...>*, std::tuple<Vs...>*) -> expression_detail::Result<F, Ks..., Vs...>;

template <class Row, auto... Keys, class... As, class F>
auto make(Collection<Row>& rows, By<Keys...> keys, std::tuple<As...> aggregates, F f) {
  using Fold = Aggregates<Row, As...>;
  using Source = GroupSource<Row, By<Keys...>, Fold>;
  using KeyTypes = decltype(key_types<Row>(keys));
  using Values = std::tuple<decltype(std::declval<As>().result(std::declval<typename As::State>()))...>;
  using Out = decltype(result_of<F>(static_cast<KeyTypes*>(nullptr), static_cast<Values*>(nullptr)));
  using Each = expression_detail::Mapped<F>;
  const Location at = std::get<0>(aggregates).location;
  return Pipe<Source, Each, Out>(Source(rows, Fold{std::move(aggregates)}), Each{std::move(f)}, at);
}

template <class Row, class Keys, class First, class... Rest, class... Done>
auto split(Collection<Row>& rows, Keys keys, std::tuple<Done...> done, First first, Rest... rest) {
  if constexpr (!Aggregate<First>) {
    static_assert(sizeof...(Rest) == 0 && sizeof...(Done) > 0, "bloom: group takes keys, then aggregates, then at most one function: group(by<&R::k>, max(&R::v), f)");
    return make(rows, keys, std::move(done), std::move(first));
  } else {
    auto more = std::tuple_cat(std::move(done), std::tuple(std::move(first)));
    if constexpr (sizeof...(Rest) == 0) {
      return make(rows, keys, std::move(more), AsTuple());
    } else {
      return split(rows, keys, std::move(more), std::move(rest)...);
    }
  }
}

template <auto... Members>
auto order_of(By<Members...>) {
  return std::tuple(Members...);
}
template <class M>
auto order_of(M member) {
  return std::tuple(member);
}

template <class Row, bool kLargest, class Keys, class... Members>
auto make_extreme(Collection<Row>& rows, Keys, std::tuple<Members...> order, const Location& at) {
  using Fold = Attaining<Row, kLargest, Members...>;
  using Source = GroupSource<Row, Keys, Fold>;
  return Pipe<Source, expression_detail::Same, Row>(Source(rows, Fold{order}), {}, at);
}

}  // namespace group_detail

template <class E, class Keys, class... Args>
auto grouped(const E& operand, Keys keys, Args... args) {
  return group_detail::split(rows_of(operand), keys, std::tuple<>(), std::move(args)...);
}

template <bool kLargest, class E, class Keys, class Order>
auto extreme(const E& operand, Keys keys, Order order, const Location& at) {
  return group_detail::make_extreme<typename E::row_type, kLargest>(rows_of(operand), keys,
                                                                    group_detail::order_of(order), at);
}

template <class E, class Keys, class Acc, class FoldOne, class F>
auto reduced(const E& operand, Keys keys, Acc init, FoldOne fold, F f, const Location& at) {
  using Row = typename E::row_type;
  using Fold = group_detail::Folding<Row, Acc, FoldOne>;
  using Source = GroupSource<Row, Keys, Fold>;
  using KeyTypes = decltype(group_detail::key_types<Row>(keys));
  using Out = decltype(group_detail::result_of<F>(static_cast<KeyTypes*>(nullptr), static_cast<std::tuple<Acc>*>(nullptr)));
  using Each = expression_detail::Mapped<F>;
  return Pipe<Source, Each, Out>(Source(rows_of(operand), Fold{std::move(init), std::move(fold)}), Each{std::move(f)}, at);
}

}  // namespace bloom
