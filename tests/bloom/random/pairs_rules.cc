// Rules over two collections: pairs, matches.
#include "tests/bloom/random/engine_runner.h"
#include "tests/bloom/random/predicates.h"

namespace random_programs {

namespace {

template <class A, class B, Classes kAllowed>
void make_pairs(EngineRunner& engine, const RuleSpec& rule) {
  const Body& body = rule.body;
  const auto product = engine.rows<A>(body.inputs[0]) * engine.rows<B>(body.inputs[1]);
  with_members<kAllowed>(body, [&](auto... members) {
    if (body.f.out == Type::kPair) return engine.install(rule, product.pairs(members..., Made<Pair>{body.f}));
    if constexpr (std::is_same_v<A, Triple> && std::is_same_v<B, Triple>) {
      install_chained(engine, rule, product.pairs(members..., Made<Triple>{body.f}));
    } else {
      engine.install(rule, product.pairs(members..., Made<Triple>{body.f}));
    }
  });
}

void make_matches(EngineRunner& engine, const RuleSpec& rule) {
  using Keyed = bloom::Keyed<Triple, &Triple::a>;
  auto& a = dynamic_cast<Keyed&>(engine.rows<Triple>(rule.body.inputs[0]));
  auto& b = dynamic_cast<Keyed&>(engine.rows<Triple>(rule.body.inputs[1]));
  engine.install(rule, (a * b).matches(Made<Triple>{rule.body.f}));
}

}  // namespace

void make_pairs_rule(EngineRunner& engine, const ProgramSpec& spec, const RuleSpec& rule) {
  const auto source = [&](std::size_t i) -> const CollectionSpec& {
    return spec.collections[static_cast<std::size_t>(rule.body.inputs[i])];
  };
  if (rule.body.shape == Shape::kMatches) return make_matches(engine, rule);
  if (source(1).type == Type::kPair) return make_pairs<Triple, Pair, Classes{.triple_pair = true}>(engine, rule);
  if (source(1).type == Type::kBest) return make_pairs<Triple, Best, Classes{.triple_best = true}>(engine, rule);
  if (source(0).type == Type::kTriple) {
    return make_pairs<Triple, Triple, Classes{.triple_triple = true}>(engine, rule);
  }
  if (source(0).kind == bloom::Kind::kClock) return make_pairs<bloom::Now, Triple, Classes{}>(engine, rule);
  make_pairs<bloom::Beat, Triple, Classes{}>(engine, rule);
}

}  // namespace random_programs
