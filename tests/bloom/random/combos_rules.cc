// Rules over three collections.
#include "tests/bloom/random/engine_runner.h"
#include "tests/bloom/random/predicates.h"

namespace random_programs {

namespace {

template <class Product>
void make_combos(EngineRunner& engine, const RuleSpec& rule, const Product& product) {
  with_members<Classes{.triple_triple = true, .triple_pair = true}>(rule.body, [&](auto... members) {
    engine.install(rule, product.combos(members..., Made<Triple>{rule.body.f}));
  });
}

}  // namespace

void make_combos_rule(EngineRunner& engine, const ProgramSpec& spec, const RuleSpec& rule) {
  const auto& in = rule.body.inputs;
  for (const int input : in) {
    if (spec.collections[static_cast<std::size_t>(input)].type != Type::kTime) continue;
    return make_timed_combos_rule(engine, spec.collections[static_cast<std::size_t>(input)].kind, rule);
  }
  if (spec.collections[static_cast<std::size_t>(in[1])].type == Type::kTriple) {
    make_combos(engine, rule, engine.rows<Triple>(in[0]) * engine.rows<Triple>(in[1]) * engine.rows<Pair>(in[2]));
  } else {
    make_combos(engine, rule, engine.rows<Triple>(in[0]) * engine.rows<Pair>(in[1]) * engine.rows<Triple>(in[2]));
  }
}

}  // namespace random_programs
