// Rules over three and four collections, one of them the clock or a periodic.
#include "tests/bloom/random/engine_runner.h"
#include "tests/bloom/random/predicates.h"

namespace random_programs {

namespace {

template <Classes kAllowed, class Product>
void make_combos(EngineRunner& engine, const RuleSpec& rule, const Product& product) {
  with_members<kAllowed>(rule.body, [&](auto... members) {
    engine.install(rule, product.combos(members..., Made<Triple>{rule.body.f}));
  });
}

template <class Time>
void make_with_time(EngineRunner& engine, const RuleSpec& rule) {
  const auto& in = rule.body.inputs;
  if (in.size() == 3) {
    make_combos<Classes{.triple_pair = true}>(
        engine, rule, engine.rows<Time>(in[0]) * engine.rows<Triple>(in[1]) * engine.rows<Pair>(in[2]));
  } else {
    make_combos<Classes{.triple_triple = true, .triple_pair = true}>(
        engine, rule,
        engine.rows<Triple>(in[0]) * engine.rows<Pair>(in[1]) * engine.rows<Time>(in[2]) * engine.rows<Triple>(in[3]));
  }
}

}  // namespace

void make_timed_combos_rule(EngineRunner& engine, bloom::Kind time, const RuleSpec& rule) {
  if (time == bloom::Kind::kClock) return make_with_time<bloom::Now>(engine, rule);
  make_with_time<bloom::Beat>(engine, rule);
}

}  // namespace random_programs
