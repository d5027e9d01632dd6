// Rules that ask whether a row has a partner: outer, notin, exists.
#include "tests/bloom/random/engine_runner.h"
#include "tests/bloom/random/predicates.h"

namespace random_programs {

namespace {

struct MadeOuter {
  Function f;
  std::optional<Triple> operator()(const Triple& a, const Pair* b) const {
    const std::optional<Row> row = apply(f, {to_row(a), b == nullptr ? Row{-1, -1, -1} : to_row(*b)});
    if (!row) return std::nullopt;
    return from_row<Triple>(*row);
  }
};

void make_outer(EngineRunner& engine, const RuleSpec& rule) {
  const Body& body = rule.body;
  with_members<Classes{.triple_pair = true}>(body, [&](auto... members) {
    engine.install(rule, (engine.rows<Triple>(body.inputs[0]) * engine.rows<Pair>(body.inputs[1]))
                             .outer(members..., MadeOuter{body.f}));
  });
}

template <class B, Classes kAllowed>
void make_partnered(EngineRunner& engine, const RuleSpec& rule) {
  const Body& body = rule.body;
  const auto& a = engine.rows<Triple>(body.inputs[0]);
  const auto& b = engine.rows<B>(body.inputs[1]);
  with_members<kAllowed>(body, [&](auto... members) {
    if constexpr (sizeof...(members) != 0 || std::is_same_v<B, Triple>) {
      if (body.shape == Shape::kNotin) return engine.install(rule, a.notin(b, members...));
      engine.install(rule, a.exists(b, members...));
    }
  });
}

}  // namespace

void make_partner_rule(EngineRunner& engine, const ProgramSpec& spec, const RuleSpec& rule) {
  if (rule.body.shape == Shape::kOuter) return make_outer(engine, rule);
  if (spec.collections[static_cast<std::size_t>(rule.body.inputs[1])].type == Type::kPair) {
    make_partnered<Pair, Classes{.triple_pair = true}>(engine, rule);
  } else {
    make_partnered<Triple, Classes{.triple_triple = true}>(engine, rule);
  }
}

}  // namespace random_programs
