// Rules that read one collection row by row.
#include "tests/bloom/random/engine_runner.h"

namespace random_programs {

namespace {

template <class In, class Out>
void make_map(EngineRunner& engine, const RuleSpec& rule) {
  engine.install(rule, engine.rows<In>(rule.body.inputs[0]).map(Made<Out>{rule.body.f}));
}

template <class Out>
void make_map_from(EngineRunner& engine, const CollectionSpec& source, const RuleSpec& rule) {
  switch (source.type) {
    case Type::kPair:
      return make_map<Pair, Out>(engine, rule);
    case Type::kLine:
      return make_map<bloom::Line, Out>(engine, rule);
    case Type::kTime:
      if (source.kind == bloom::Kind::kClock) return make_map<bloom::Now, Out>(engine, rule);
      return make_map<bloom::Beat, Out>(engine, rule);
    case Type::kStart:
      return make_map<bloom::Start, Out>(engine, rule);
    case Type::kBest:
      return make_map<Best, Out>(engine, rule);
    default:
      return make_map<Triple, Out>(engine, rule);
  }
}

void make_map_rule(EngineRunner& engine, const CollectionSpec& source, const RuleSpec& rule) {
  switch (rule.body.f.out) {
    case Type::kTriple:
      if (source.type == Type::kTriple) {
        return install_chained(engine, rule, engine.rows<Triple>(rule.body.inputs[0]).map(Made<Triple>{rule.body.f}));
      }
      return make_map_from<Triple>(engine, source, rule);
    case Type::kPair:
      return make_map_from<Pair>(engine, source, rule);
    case Type::kBest:
      return make_map<Triple, Best>(engine, rule);
    case Type::kMax:
      return make_map<Triple, Max>(engine, rule);
    default:
      return make_map<Triple, bloom::Line>(engine, rule);
  }
}

// Writes the rule with the operator of its head, where the target is a C and takes it.
template <class C>
bool copy_into(EngineRunner& engine, const RuleSpec& rule) {
  using bloom::Head;
  auto& source = engine.rows<typename C::row_type>(rule.body.inputs[0]);
  auto* const target = dynamic_cast<C*>(&engine.rows<typename C::row_type>(rule.target));
  if (target == nullptr) return false;
  if constexpr (bloom::takes(C::kKind, Head::kNow)) {
    if (rule.head == Head::kNow) *target <= source;
  }
  if constexpr (bloom::takes(C::kKind, Head::kNext)) {
    if (rule.head == Head::kNext) *target <+ source;
  }
  if constexpr (bloom::takes(C::kKind, Head::kDelete)) {
    if (rule.head == Head::kDelete) *target <- source;
    if (rule.head == Head::kUpsert) *target <+- source;
  }
  if constexpr (bloom::takes(C::kKind, Head::kSend)) {
    if (rule.head == Head::kSend) *target <~ source;
  }
  return true;
}
template <class... Cs>
void make_copy(EngineRunner& engine, const RuleSpec& rule) {
  CHECK((copy_into<Cs>(engine, rule) || ...), "every target of a random program has a type listed here");
}

void make_copy_rule(EngineRunner& engine, Type type, const RuleSpec& rule) {
  using namespace bloom;
  using T = Triple;
  using P = Pair;
  using B = Best;
  switch (type) {
    case Type::kPair:
      return make_copy<Table<P>, Table<P, &P::x>, Scratch<P>, Temp<P>>(engine, rule);
    case Type::kBest:
      return make_copy<Table<B, &B::a>, Scratch<B, &B::a>>(engine, rule);
    case Type::kMax:
      return make_copy<Lattice<Max>>(engine, rule);
    default:
      return make_copy<Table<T>, Table<T, &T::a>, Table<T, &T::a, &T::b>, Scratch<T>, Scratch<T, &T::a>,
                       Scratch<T, &T::a, &T::b>, Temp<T>, Output<T>, Channel<T, &T::a>, Loopback<T>>(engine, rule);
  }
}

template <class T>
void make_filter(EngineRunner& engine, const RuleSpec& rule) {
  engine.install(rule, engine.rows<T>(rule.body.inputs[0]).filter(Kept{rule.body.f}));
}

struct Both {
  Function f, f2;
  std::vector<Triple> operator()(const Triple& row) const {
    std::vector<Triple> out;
    for (const Function* each : {&f, &f2}) {
      if (const auto made = apply(*each, {to_row(row)})) out.push_back(from_row<Triple>(*made));
    }
    return out;
  }
};

}  // namespace

void make_simple_rule(EngineRunner& engine, const ProgramSpec& spec, const RuleSpec& rule) {
  const Body& body = rule.body;
  const CollectionSpec& source = spec.collections[static_cast<std::size_t>(body.inputs[0])];
  switch (body.shape) {
    case Shape::kAll:
      return make_copy_rule(engine, source.type, rule);
    case Shape::kFilter:
      if (source.type == Type::kPair) return make_filter<Pair>(engine, rule);
      return make_filter<Triple>(engine, rule);
    case Shape::kFlatMap:
      return engine.install(rule, engine.rows<Triple>(body.inputs[0]).flat_map(Both{body.f, body.f2}));
    case Shape::kReveal:
      return engine.install(rule, engine.rows<Max>(body.inputs[0]).map(Made<Triple>{body.f}));
    case Shape::kWhen:
      return engine.install(rule, engine.rows<Max>(body.inputs[0])
                                      .map(bloom::monotone([least = body.variant, f = body.f](const Max& value) {
                                        std::optional<Triple> out;
                                        if (!value.at_least(least)) return out;
                                        if (const auto made = apply(f, {Row{1, 0, 0}})) out = from_row<Triple>(*made);
                                        return out;
                                      })));
    default:
      return make_map_rule(engine, source, rule);
  }
}

}  // namespace random_programs
