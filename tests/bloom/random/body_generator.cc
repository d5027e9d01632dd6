#include "tests/bloom/random/body_generator.h"

#include <algorithm>
#include <initializer_list>

namespace random_programs {

namespace {

using T = Type;

// Arguments that are no rows of a collection: keys and aggregates, an aggregate of all three columns.
const std::vector<Type> kKeysAndAggregates = {T::kTriple, T::kTriple};

}  // namespace

Body BodyGenerator::draw(Type out) {
  constexpr int kTries = 20;
  for (int i = 0; i < kTries; ++i) {
    Body body;
    body.shape = draw_shape(out);
    if (fill(body, out)) return body;
  }
  return {};
}

Body BodyGenerator::one_row_a_key(int keys) {
  Body body;
  body.shape = Shape::kGroup;
  if (!take(body, {T::kTriple})) return {};
  body.keys = keys;
  body.variant = below(7);
  body.f = over(T::kTriple, kKeysAndAggregates);
  for (int i = 0; i < keys; ++i) body.f.terms[static_cast<std::size_t>(i)] = {0, i, 0};
  return body;
}

Body BodyGenerator::some_rows_of(int collection) {
  Body body;
  if (one_in(2)) {
    body.shape = Shape::kFilter;
    body.inputs = {collection};
    body.f = over(T::kTriple, {T::kTriple});
    body.f.keep = draw_test({T::kTriple});
    return body;
  }
  static constexpr Shape kShapes[] = {Shape::kLefts, Shape::kExists, Shape::kNotin};
  body.shape = kShapes[below(std::size(kShapes))];
  const T partner = one_in(2) ? T::kPair : T::kTriple;
  if (!take(body, {partner})) return {};
  body.inputs.insert(body.inputs.begin(), collection);
  draw_predicates(body, 2);
  if (body.predicates.empty() && partner == T::kPair) body.shape = Shape::kLefts;
  return body;
}

// Whether anything can get into the collection, as far as rules have been drawn.
bool BodyGenerator::fed(int collection) const {
  using bloom::Kind;
  const Kind kind = program_.collections[static_cast<std::size_t>(collection)].kind;
  const bool derived = kind == Kind::kTable || kind == Kind::kScratch || kind == Kind::kTemp ||
                       kind == Kind::kOutput || kind == Kind::kLattice || kind == Kind::kLoopback;
  return !derived || std::any_of(program_.rules.begin(), program_.rules.end(), [&](const RuleSpec& rule) {
    return rule.target == collection && rule.head != bloom::Head::kDelete;
  });
}

// Picks an input of each type, mostly one that can hold rows; false where there is none of a type.
bool BodyGenerator::take(Body& body, std::initializer_list<Type> types) {
  body.inputs.clear();
  for (const Type type : types) {
    std::vector<int> found;
    for (std::size_t c = 0; c < program_.collections.size(); ++c) {
      if (program_.collections[c].type != type) continue;
      found.insert(found.end(), fed(static_cast<int>(c)) ? 8 : 1, static_cast<int>(c));
    }
    if (found.empty()) return false;
    body.inputs.push_back(found[static_cast<std::size_t>(below(static_cast<int>(found.size())))]);
  }
  return true;
}

Shape BodyGenerator::draw_shape(Type out) {
  static constexpr Shape kForTriples[] = {
      Shape::kAll,   Shape::kMap,    Shape::kMap,    Shape::kFilter, Shape::kFlatMap, Shape::kPairs,
      Shape::kPairs, Shape::kCombos, Shape::kLefts,  Shape::kRights, Shape::kMatches, Shape::kOuter,
      Shape::kNotin, Shape::kExists, Shape::kGroup,  Shape::kGroup,  Shape::kArgmin,  Shape::kArgmax,
      Shape::kNotin, Shape::kReduce, Shape::kReveal, Shape::kWhen};
  static constexpr Shape kForPairs[] = {Shape::kAll,    Shape::kMap,   Shape::kMap,
                                        Shape::kFilter, Shape::kPairs, Shape::kGroup};
  if (out == T::kTriple) return kForTriples[below(std::size(kForTriples))];
  if (out == T::kPair) return kForPairs[below(std::size(kForPairs))];
  if (out == T::kLine) return Shape::kMap;
  return one_in(3) ? Shape::kAll : Shape::kMap;
}

bool BodyGenerator::fill(Body& body, Type out) {
  switch (body.shape) {
    case Shape::kAll:
      return take(body, {out});
    case Shape::kFilter:
      if (!take(body, {out})) return false;
      body.f = draw_function(out, body);
      body.f.keep = draw_test({out});
      return true;
    case Shape::kMap: {
      static constexpr T kSources[] = {T::kTriple, T::kTriple, T::kPair, T::kLine,
                                       T::kTime,   T::kStart,  T::kBest};
      const bool any_source = out == T::kTriple || out == T::kPair;
      if (!take(body, {any_source ? kSources[below(std::size(kSources))] : T::kTriple})) return false;
      body.f = draw_function(out, body);
      if (out == T::kTriple && types_of(body)[0] == T::kTriple) draw_after(body);
      return true;
    }
    case Shape::kFlatMap:
      if (!take(body, {T::kTriple})) return false;
      body.f = draw_function(out, body);
      body.f2 = draw_function(out, body);
      return true;
    case Shape::kGroup: {
      const bool of_pairs = one_in(4);
      if (!take(body, {of_pairs ? T::kPair : T::kTriple})) return false;
      body.keys = below(of_pairs ? 2 : 3);
      body.variant = of_pairs ? 7 : out == T::kPair ? 1 : below(7);
      body.f = over(out, kKeysAndAggregates);
      return true;
    }
    case Shape::kArgmin:
    case Shape::kArgmax:
      body.keys = below(2);
      body.variant = below(kOrderVariants);
      return take(body, {T::kTriple});
    case Shape::kReduce:
      body.keys = below(2);
      body.f = over(out, kKeysAndAggregates);
      return take(body, {T::kTriple});
    case Shape::kReveal:
    case Shape::kWhen:
      body.variant = below(kDomain);
      body.f = over(out, {T::kMax});
      return take(body, {T::kMax});
    default:
      return fill_join(body, out);
  }
}

bool BodyGenerator::fill_join(Body& body, Type out) {
  bool taken = false;
  int predicates = 2;
  switch (body.shape) {
    case Shape::kPairs:
      switch (below(5)) {
        case 0:
          taken = take(body, {T::kTriple, T::kPair});
          break;
        case 1:
          taken = take(body, {T::kTime, T::kTriple});
          predicates = 0;
          break;
        case 2:
          taken = take(body, {T::kTriple, T::kBest});
          break;
        default:
          taken = take(body, {T::kTriple, T::kTriple});
      }
      break;
    case Shape::kCombos:
      switch (below(4)) {
        case 0:
          taken = take(body, {T::kTriple, T::kTriple, T::kPair});
          break;
        case 1:
          taken = take(body, {T::kTime, T::kTriple, T::kPair});
          break;
        case 2:
          taken = take(body, {T::kTriple, T::kPair, T::kTime, T::kTriple});
          break;
        default:
          taken = take(body, {T::kTriple, T::kPair, T::kTriple});
      }
      break;
    case Shape::kLefts:
      taken = one_in(2) ? take(body, {T::kTriple, T::kPair}) : take(body, {T::kTriple, T::kTriple});
      body.variant = below(2);
      break;
    case Shape::kRights:
      taken = one_in(2) ? take(body, {T::kTime, T::kTriple}) : take(body, {T::kPair, T::kTriple});
      body.variant = below(2);
      break;
    case Shape::kMatches:
      taken = take(body, {T::kTriple, T::kTriple});
      for (const int input : body.inputs) {
        if (program_.collections[static_cast<std::size_t>(input)].keys != 1) return false;
      }
      predicates = 0;
      break;
    case Shape::kOuter:
      taken = take(body, {T::kTriple, T::kPair});
      break;
    default:  // notin, exists
      taken = one_in(2) ? take(body, {T::kTriple, T::kPair}) : take(body, {T::kTriple, T::kTriple});
  }
  if (!taken) return false;
  draw_predicates(body, predicates);
  const bool whole_rows_differ = (body.shape == Shape::kNotin || body.shape == Shape::kExists) &&
                                 body.predicates.empty() && types_of(body)[1] != T::kTriple;
  if (whole_rows_differ) return false;
  body.f = draw_function(out, body);
  if (body.shape == Shape::kPairs && out == T::kTriple &&
      types_of(body) == std::vector{T::kTriple, T::kTriple})
    draw_after(body);
  return true;
}

// Over members that are numbers: not a flag, not a lattice, not a time.
void BodyGenerator::draw_predicates(Body& body, int most) {
  const auto numbers = [](Type type) {
    return type == T::kTriple ? 3 : type == T::kPair ? 2 : type == T::kBest ? 1 : 0;
  };
  const std::vector<Type> types = types_of(body);
  for (int i = below(most + 1); i > 0; --i) {
    const Type left = types[static_cast<std::size_t>(below(static_cast<int>(types.size())))];
    const Type right = types[static_cast<std::size_t>(below(static_cast<int>(types.size())))];
    if (numbers(left) == 0 || numbers(right) == 0) continue;
    const Predicate predicate{left, below(numbers(left)), right, below(numbers(right))};
    const Sides s = sides(predicate, types);
    if (s.left < 0 || s.right < 0) continue;
    const Predicate swapped{right, predicate.right_column, left, predicate.left_column};
    body.predicates.push_back(s.left < s.right ? predicate : swapped);
  }
}

void BodyGenerator::draw_after(Body& body) {
  if (!one_in(4)) return;
  body.after = static_cast<After>(1 + below(5));
  Body other;
  if ((body.after == After::kNotin || body.after == After::kJoin) && take(other, {T::kTriple})) {
    body.after_input = other.inputs[0];
  }
  body.after_f = over(
      T::kTriple, body.after == After::kJoin ? std::vector{T::kTriple, T::kTriple} : std::vector{T::kTriple});
  if (body.after == After::kFilter) body.after_f.keep = draw_test({T::kTriple});
}

Function BodyGenerator::draw_function(Type out, const Body& body) {
  std::vector<Type> types = types_of(body);
  if (body.shape == Shape::kLefts) types.resize(1);
  if (body.shape == Shape::kRights) types.erase(types.begin(), types.end() - 1);
  return over(out, types);
}

Function BodyGenerator::over(Type out, const std::vector<Type>& arguments) {
  Function f;
  f.out = out;
  const int count = static_cast<int>(arguments.size());
  for (Term& term : f.terms) {
    const int input = below(count);
    const int columns = column_count(arguments[static_cast<std::size_t>(input)]);
    if (one_in(5) || columns == 0) {
      term = {-1, 0, below(kDomain)};
    } else {
      term = {input, below(columns), one_in(4) ? 1 : 0};
    }
  }
  if (one_in(3)) f.keep = draw_test(arguments);
  if (one_in(40)) {
    f.throws_where = draw_test(arguments);
    f.throws_where->how = Test::How::kEqual;
  }
  return f;
}

Test BodyGenerator::draw_test(const std::vector<Type>& arguments) {
  const int input = below(static_cast<int>(arguments.size()));
  const int columns = column_count(arguments[static_cast<std::size_t>(input)]);
  return {static_cast<Test::How>(below(3)), input, columns == 0 ? 0 : below(columns), below(kDomain)};
}

std::vector<Type> BodyGenerator::types_of(const Body& body) const {
  std::vector<Type> types;
  for (const int c : body.inputs) types.push_back(program_.collections[static_cast<std::size_t>(c)].type);
  return types;
}

}  // namespace random_programs
