// Join: rows of two to four collections that agree in the members the predicates name. Nested loops led by
// whichever input has new rows; the others are probed through indexes on those members.
#pragma once

#include <array>
#include <tuple>
#include <utility>

#include "bloom/expression.h"

namespace bloom {

namespace join_detail {

// One equality between members of two inputs.
template <std::size_t I, class L, std::size_t J, class R>
struct Equality {
  static constexpr std::size_t kLeft = I, kRight = J;
  L left;
  R right;
  // The member of input K, for K one of the two.
  template <std::size_t K>
  auto side() const {
    if constexpr (K == I) {
      return left;
    } else {
      return right;
    }
  }
};

template <class Row, std::size_t Except, class... Rows>
constexpr std::size_t input_of() {
  std::size_t at = 0, found = sizeof...(Rows);
  ((found = (found == sizeof...(Rows) && at != Except && std::is_same_v<Row, Rows>) ? at : found, ++at), ...);
  return found;
}

// Finds the inputs that two members belong to: by class, from left to right, never the same input twice.
template <class... Rows, class L, class R>
auto equality(L left, R right) {
  constexpr std::size_t n = sizeof...(Rows);
  using LeftRow = typename MemberOf<L>::Row;
  using RightRow = typename MemberOf<R>::Row;
  constexpr std::size_t i = input_of<LeftRow, n, Rows...>();
  constexpr std::size_t j = input_of<RightRow, i, Rows...>();
  static_assert(i < n && j < n, "bloom: a join predicate names a member of each of two joined collections: check the classes of the member pointers");
  static_assert(std::is_same_v<typename MemberOf<L>::Type, typename MemberOf<R>::Type>, "bloom: a join predicate compares members of one type: convert one side with map first");
  return Equality<i, L, j, R>{left, right};
}

template <class... Rows>
auto equalities() {
  return std::tuple<>();
}
template <class... Rows, class L, class R, class... More>
auto equalities(L left, R right, More... more) {
  return std::tuple_cat(std::tuple(equality<Rows...>(left, right)), equalities<Rows...>(more...));
}

}  // namespace join_detail

template <class RowTuple, class Equalities>
class Join;

template <class... Rows, class... Eq>
class Join<std::tuple<Rows...>, std::tuple<Eq...>> {
 public:
  static constexpr std::size_t kInputs = sizeof...(Rows);
  static constexpr bool kAllNeeded = true;
  static constexpr bool kAnyDriver = true;

  Join(std::tuple<Collection<Rows>*...> inputs, std::tuple<Eq...> equal) : inputs_(inputs), equalities_(equal) {}

  Program& program() const { return std::get<0>(inputs_)->program(); }
  void list_inputs(std::vector<Rule::Input>& inputs) const {
    std::apply([&](auto*... each) { (inputs.push_back({each, true}), ...); }, inputs_);
  }

  template <std::size_t I>
  const auto& input() const {
    return *std::get<I>(inputs_);
  }

  // Brings the indexes that a pass led by `driver` probes up to date.
  void prepare(std::size_t driver) {
    with_driver(driver, [this]<std::size_t D>() { prepare_steps<D, 1>(); });
  }
  template <class F>
  void drive(std::size_t driver, const Range* ranges, const F& f) {
    with_driver(driver, [&]<std::size_t D>() { step<D, 0>(ranges, std::tuple<const Rows*...>(), f); });
  }
  template <class F>
  void read(const Reading& reading, const F& f) {
    stream(*this, reading, f);
  }
  template <class F>
  std::vector<Fact> explain(const Rule& rule, bool& found, const F& f) {
    return narrow(*this, rule, found, f);
  }

 private:
  template <class F>
  static void with_driver(std::size_t driver, const F& f) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      ((driver == I ? f.template operator()<I>() : void()), ...);
    }(std::index_sequence_for<Rows...>());
  }

  // Step 0 is the driver; the others follow in order.
  template <std::size_t D, std::size_t K>
  static constexpr std::size_t input_at() {
    return K == 0 ? D : (K <= D ? K - 1 : K);
  }
  template <std::size_t D, std::size_t K>
  static constexpr bool bound_before(std::size_t input) {
    for (std::size_t k = 0; k < K; ++k) {
      if ((k == 0 ? D : (k <= D ? k - 1 : k)) == input) return true;
    }
    return false;
  }
  // The equalities that tie the input of step K to inputs bound before it.
  template <std::size_t D, std::size_t K, class E>
  static constexpr bool ties() {
    constexpr std::size_t j = input_at<D, K>();
    return (E::kLeft == j && bound_before<D, K>(E::kRight)) || (E::kRight == j && bound_before<D, K>(E::kLeft));
  }
  // The tying equalities, as a tuple.
  template <std::size_t D, std::size_t K>
  auto ties_of() const {
    return std::apply([](const auto&... each) {
      const auto keep = []<class E>(const E& equality) {
        if constexpr (ties<D, K, E>()) {
          return std::tuple(equality);
        } else {
          return std::tuple<>();
        }
      };
      return std::tuple_cat(keep(each)...);
    }, equalities_);
  }
  template <std::size_t D, std::size_t K>
  auto* index_at() const {
    constexpr std::size_t j = input_at<D, K>();
    return std::apply([&](const auto&... tie) { return &std::get<j>(inputs_)->index(tie.template side<j>()...); },
                      ties_of<D, K>());
  }

  template <std::size_t D, std::size_t K>
  void prepare_steps() {
    if constexpr (K < kInputs) {
      if constexpr ((ties<D, K, Eq>() || ...)) index_for<D, K>()->catch_up();
      prepare_steps<D, K + 1>();
    }
  }

  template <std::size_t D, std::size_t K, class Bound, class F>
  void step(const Range* ranges, Bound bound, const F& f) {
    if constexpr (K == kInputs) {
      std::apply([&](const auto*... rows) { f(*rows...); }, bound);
    } else {
      constexpr std::size_t j = input_at<D, K>();
      auto& rows = *std::get<j>(inputs_);
      const Range range = ranges[j];
      const bool any_dead = rows.any_dead();
      const auto bind = [&](Position at) {
        if (any_dead && !rows.live(at)) return;
        std::get<j>(bound) = &rows.row(at);
        step<D, K + 1>(ranges, bound, f);
      };
      if constexpr (K > 0 && (ties<D, K, Eq>() || ...)) {
        auto& index = *index_for<D, K>();
        std::apply([&](const auto&... tie) {
          index.probe(range.to, [&](Position at) {
            if (at >= range.from) bind(at);
          }, partner<j>(tie, bound)...);
        }, ties_of<D, K>());
      } else {
        for (Position at = range.from; at < range.to; ++at) bind(at);
      }
    }
  }
  // The value that input `j`'s member must equal: the other side's, of the row bound there.
  template <std::size_t J, class E, class Bound>
  static const auto& partner(const E& equality, const Bound& bound) {
    constexpr std::size_t other = E::kLeft == J ? E::kRight : E::kLeft;
    return std::get<other>(bound)->*equality.template side<other>();
  }

  // Looked up once: indexes live as long as their collection.
  template <std::size_t D, std::size_t K>
  auto* index_for() {
    using Found = decltype(index_at<D, K>());
    IndexBase*& slot = indexes_[D * kInputs + K];
    if (slot == nullptr) slot = index_at<D, K>();
    return static_cast<Found>(slot);
  }

  std::tuple<Collection<Rows>*...> inputs_;
  std::tuple<Eq...> equalities_;
  std::array<IndexBase*, kInputs * kInputs> indexes_{};
};

}  // namespace bloom
