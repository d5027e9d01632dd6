// Rules that keep one side of a join: lefts, rights.
#include "tests/bloom/random/engine_runner.h"
#include "tests/bloom/random/predicates.h"

namespace random_programs {

namespace {

template <class B, Classes kAllowed>
void make_lefts(EngineRunner& engine, const RuleSpec& rule) {
  const Body& body = rule.body;
  const auto product = engine.rows<Triple>(body.inputs[0]) * engine.rows<B>(body.inputs[1]);
  with_members<kAllowed>(body, [&](auto... members) {
    if (body.variant == 0) return engine.install(rule, product.lefts(members...));
    engine.install(rule, product.lefts(members..., Made<Triple>{body.f}));
  });
}

template <class A, Classes kAllowed>
void make_rights(EngineRunner& engine, const RuleSpec& rule) {
  const Body& body = rule.body;
  const auto product = engine.rows<A>(body.inputs[0]) * engine.rows<Triple>(body.inputs[1]);
  with_members<kAllowed>(body, [&](auto... members) {
    if (body.variant == 0) return engine.install(rule, product.rights(members...));
    engine.install(rule, product.rights(members..., Made<Triple>{body.f}));
  });
}

}  // namespace

void make_sides_rule(EngineRunner& engine, const ProgramSpec& spec, const RuleSpec& rule) {
  const auto source = [&](std::size_t i) -> const CollectionSpec& {
    return spec.collections[static_cast<std::size_t>(rule.body.inputs[i])];
  };
  if (rule.body.shape == Shape::kLefts) {
    if (source(1).type == Type::kPair) return make_lefts<Pair, Classes{.triple_pair = true}>(engine, rule);
    return make_lefts<Triple, Classes{.triple_triple = true}>(engine, rule);
  }
  if (source(0).type == Type::kPair) return make_rights<Pair, Classes{.pair_triple = true}>(engine, rule);
  if (source(0).kind == bloom::Kind::kClock) return make_rights<bloom::Now, Classes{}>(engine, rule);
  make_rights<bloom::Beat, Classes{}>(engine, rule);
}

}  // namespace random_programs
