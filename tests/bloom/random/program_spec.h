// A random Bloom program as data: collections, rules, and what the host puts in at each tick. Drawn by the
// generator; run by the engine and by the interpreter; cut down by the shrinker; printed for people.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "bloom/collection.h"

namespace random_programs {

// Whatever its type in the engine, a row is three small numbers here; columns that a type lacks are 0.
using Row = std::array<int, 3>;

// Values are drawn from and computed in [0, kDomain): small, so that rows meet.
inline constexpr int kDomain = 4;

enum class Type : std::uint8_t {
  kTriple,  // {a, b, c}
  kPair,    // {x, y, flag}; a second class, so that a join can tell its inputs apart
  kBest,    // {a, LMax best}
  kMax,     // an LMax in a Lattice collection; as a row {value}, or {-1} for bottom
  kLine,    // {number in the text}
  kTime,    // a beat or the clock: {milliseconds}
  kStart,   // {}
};

// `keys` columns from the left are the key; 0: the whole row.
struct CollectionSpec {
  std::string name;
  bloom::Kind kind{};
  Type type{};
  int keys = 0;
  int period = 0;  // of a periodic, in milliseconds
};

// One column of a function's result: (row `input`, its `column`, + `add`) modulo kDomain; input -1: `add`
// alone.
struct Term {
  int input = -1;
  int column = 0;
  int add = 0;
};

// A condition on one column of one row of a function's arguments.
struct Test {
  enum class How : std::uint8_t { kEqual, kUnequal, kLess };
  How how{};
  int input = 0;
  int column = 0;
  int value = 0;
};

struct Function {
  Type out{};
  std::array<Term, 3> terms{};
  std::optional<Test> keep;          // rows that fail it are left out
  std::optional<Test> throws_where;  // an exception, as any user's function may throw
};

enum class Shape : std::uint8_t {
  kAll,      // c
  kMap,      // c.map(f)
  kFilter,   // c.filter(test)
  kFlatMap,  // c.flat_map(f and f2)
  kPairs,    // (a * b).pairs(predicates, f)
  kCombos,   // (a * b * c).combos(predicates, f)
  kLefts,    // (a * b).lefts(predicates), with f where `variant` is 1
  kRights,
  kMatches,  // (a * b).matches(f)
  kOuter,    // (a * b).outer(predicates, f); f sees {-1, -1, -1} where there is no partner
  kNotin,    // a.notin(b, predicates); none: whole rows
  kExists,
  kGroup,   // c.group(keys, aggregates of `variant`, f)
  kArgmin,  // c.argmin(keys, order of `variant`)
  kArgmax,
  kReduce,  // c.reduce(keys, fold, f)
  kReveal,  // lattice.map(f)
  kWhen,    // lattice.when(at least `variant`), f over the row {1, 0, 0}
};

// Columns compared for equality: the left one is of the first input of class `left_type`, the right one of
// the first other input of class `right_type`, which comes behind it.
struct Predicate {
  Type left_type{};
  int left_column = 0;
  Type right_type{};
  int right_column = 0;
};

// What is chained behind the shape, through a scratch that the engine makes for itself where it must.
enum class After : std::uint8_t { kNothing, kFilter, kMap, kNotin, kGroup, kJoin };

inline constexpr int kGroupVariants = 8;
inline constexpr int kOrderVariants = 2;

struct Body {
  Shape shape{};
  std::vector<int> inputs;
  std::vector<Predicate> predicates;
  Function f;
  Function f2;
  int keys = 0;
  int variant = 0;
  After after = After::kNothing;
  int after_input = 0;  // the other side of kNotin and kJoin
  Function after_f;
};

struct RuleSpec {
  int target = 0;
  bloom::Head head{};
  Body body;
};

struct Event {
  int collection = 0;
  Row row{};
};

struct TickSpec {
  int now = 0;  // milliseconds
  std::vector<Event> events;
};

struct ProgramSpec {
  std::vector<CollectionSpec> collections;
  std::vector<RuleSpec> rules;
  std::vector<TickSpec> ticks;
};

int column_count(Type type);
Row fitted(Type type, Row row);  // into the type's columns: a flag is 0 or 1, columns it lacks are 0

// The shared meaning of user functions; nothing of the engine is in them.
struct UserError : std::runtime_error {  // thrown by apply() where throws_where holds
  UserError() : std::runtime_error("a function of the user failed") {}
};
bool holds(const Test& test, const std::vector<Row>& arguments);
std::optional<Row> apply(const Function& f, const std::vector<Row>& arguments);

// The input that each side of a predicate means; -1 where there is none.
struct Sides {
  int left = -1;
  int right = -1;
};
Sides sides(const Predicate& predicate, const std::vector<Type>& inputs);

std::string text(const ProgramSpec& program);  // readable rules, and the trace

}  // namespace random_programs
