// Rules that aggregate: group, argmin, argmax, reduce.
#include "tests/bloom/random/engine_runner.h"

namespace random_programs {

namespace {

using bloom::by;

// Takes N keys, then the aggregates, as numbers of any type; hands two rows to the random function.
template <std::size_t kKeys, class Out>
struct MadeGroup {
  Function f;
  template <class... Values>
  std::optional<Out> operator()(const Values&... values) const {
    Row keys{}, aggregates{};
    std::size_t i = 0;
    const auto take = [&](int value) {
      if (i < kKeys) {
        keys[i] = value;
      } else {
        aggregates[i - kKeys] = value;
      }
      ++i;
    };
    (take(static_cast<int>(values)), ...);
    const std::optional<Row> row = apply(f, {keys, aggregates});
    if (!row) return std::nullopt;
    return from_row<Out>(*row);
  }
};

// The same for an aggregate that is folded into numbers first.
template <std::size_t kKeys, class Fold>
struct MadeFolded {
  Function f;
  Fold fold;
  template <class... Values>
  std::optional<Triple> operator()(const Values&... values) const {
    const auto all = std::tie(values...);
    const Row folded = fold(std::get<sizeof...(Values) - 1>(all));
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      return MadeGroup<kKeys, Triple>{f}(std::get<I>(all)..., folded[0], folded[1], folded[2]);
    }(std::make_index_sequence<sizeof...(Values) - 1>());
  }
};

Row digest(const std::vector<int>& values) {
  int digest = 0;
  for (const int value : values) digest = (digest * 7 + value) % 1009;
  return {static_cast<int>(values.size()), digest, 0};
}
Row quarters(double average) { return {static_cast<int>(average * 4), 0, 0}; }

template <auto... Keys>
void make_group_of_triples(EngineRunner& engine, const RuleSpec& rule, bloom::By<Keys...> keys) {
  using namespace bloom;
  constexpr std::size_t n = sizeof...(Keys);
  const Body& body = rule.body;
  const auto& rows = engine.rows<Triple>(body.inputs[0]);
  // Into pairs go counts alone, to keep the number of rules that are compiled down.
  if (body.f.out == Type::kPair) return engine.install(rule, rows.group(keys, count(), MadeGroup<n, Pair>{body.f}));
  const MadeGroup<n, Triple> f{body.f};
  switch (body.variant) {
    case 0:
      return engine.install(rule, rows.group(keys, min(&Triple::b), max(&Triple::c), f));
    case 1:
      return engine.install(rule, rows.group(keys, count(), f));
    case 2:
      return engine.install(rule, rows.group(keys, sum(&Triple::b), count(), f));
    case 3:
      return engine.install(rule, rows.group(keys, avg(&Triple::b), MadeFolded<n, decltype(&quarters)>{body.f, quarters}));
    case 4:
      return engine.install(rule, rows.group(keys, choose(&Triple::c), f));
    case 5:
      return engine.install(rule, rows.group(keys, accum(&Triple::b), MadeFolded<n, decltype(&digest)>{body.f, digest}));
    default:
      return engine.install(rule, rows.group(keys, max(&Triple::b), f));
  }
}

template <class Out, auto... Keys>
void make_group_of_pairs(EngineRunner& engine, const RuleSpec& rule, bloom::By<Keys...> keys) {
  engine.install(rule, engine.rows<Pair>(rule.body.inputs[0])
                           .group(keys, bloom::bool_and(&Pair::flag), bloom::bool_or(&Pair::flag), bloom::count(),
                                  MadeGroup<sizeof...(Keys), Out>{rule.body.f}));
}

void make_group(EngineRunner& engine, const ProgramSpec& spec, const RuleSpec& rule) {
  const Body& body = rule.body;
  if (spec.collections[static_cast<std::size_t>(body.inputs[0])].type == Type::kPair) {
    const bool to_pairs = body.f.out == Type::kPair;
    if (body.keys == 0 && to_pairs) return make_group_of_pairs<Pair>(engine, rule, by<>);
    if (body.keys == 0) return make_group_of_pairs<Triple>(engine, rule, by<>);
    if (to_pairs) return make_group_of_pairs<Pair>(engine, rule, by<&Pair::x>);
    return make_group_of_pairs<Triple>(engine, rule, by<&Pair::x>);
  }
  if (body.keys == 0) return make_group_of_triples(engine, rule, by<>);
  if (body.keys == 1) return make_group_of_triples(engine, rule, by<&Triple::a>);
  make_group_of_triples(engine, rule, by<&Triple::a, &Triple::b>);
}

template <class Keys>
void make_extreme(EngineRunner& engine, const RuleSpec& rule, Keys keys) {
  const Body& body = rule.body;
  const auto& rows = engine.rows<Triple>(body.inputs[0]);
  const auto make = [&](auto order) {
    if (body.shape == Shape::kArgmin) return engine.install(rule, rows.argmin(keys, order));
    engine.install(rule, rows.argmax(keys, order));
  };
  if (body.variant == 0) return make(&Triple::c);
  make(by<&Triple::b, &Triple::c>);
}

template <auto... Keys>
void make_reduce(EngineRunner& engine, const RuleSpec& rule, bloom::By<Keys...> keys) {
  const auto fold = [](int digest, const Triple& row) { return (digest * 7 + row.b * 3 + row.c) % 1009; };
  engine.install(rule, engine.rows<Triple>(rule.body.inputs[0])
                           .reduce(keys, 1, fold, MadeGroup<sizeof...(Keys), Triple>{rule.body.f}));
}

}  // namespace

void make_group_rule(EngineRunner& engine, const ProgramSpec& spec, const RuleSpec& rule) {
  const bool keyed = rule.body.keys != 0;
  switch (rule.body.shape) {
    case Shape::kArgmin:
    case Shape::kArgmax:
      if (keyed) return make_extreme(engine, rule, by<&Triple::a>);
      return make_extreme(engine, rule, by<>);
    case Shape::kReduce:
      if (keyed) return make_reduce(engine, rule, by<&Triple::a>);
      return make_reduce(engine, rule, by<>);
    default:
      make_group(engine, spec, rule);
  }
}

}  // namespace random_programs
