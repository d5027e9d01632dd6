// How a random program reads: one line a collection, a rule, a tick.
#include <sstream>

#include "tests/bloom/random/program_spec.h"

namespace random_programs {

namespace {

const char* type_name(Type type) {
  switch (type) {
    case Type::kTriple:
      return "Triple";
    case Type::kPair:
      return "Pair";
    case Type::kBest:
      return "Best";
    case Type::kMax:
      return "LMax";
    case Type::kLine:
      return "Line";
    case Type::kTime:
      return "Time";
    case Type::kStart:
      return "Start";
  }
  return "?";
}

std::string column_name(Type type, int column) {
  static const char* const kTriple[] = {"a", "b", "c"};
  static const char* const kPair[] = {"x", "y", "flag"};
  if (type == Type::kTriple) return kTriple[column];
  if (type == Type::kPair) return kPair[column];
  return "#" + std::to_string(column);
}

std::string term_text(const Term& term) {
  if (term.input < 0) return std::to_string(term.add);
  std::string out = "$" + std::to_string(term.input) + "." + std::to_string(term.column);
  if (term.add != 0) out += "+" + std::to_string(term.add);
  return out;
}

std::string test_text(const Test& test) {
  static const char* const kHow[] = {" == ", " != ", " < "};
  return "$" + std::to_string(test.input) + "." + std::to_string(test.column) +
         kHow[static_cast<std::size_t>(test.how)] + std::to_string(test.value);
}

std::string function_text(const Function& f) {
  std::string out = std::string("{") + type_name(f.out);
  const char* gap = " ";
  for (int i = 0; i < column_count(f.out); ++i, gap = ", ") {
    out += gap + term_text(f.terms[static_cast<std::size_t>(i)]);
  }
  if (f.keep) out += " if " + test_text(*f.keep);
  if (f.throws_where) out += " throws if " + test_text(*f.throws_where);
  return out + "}";
}

const char* shape_name(Shape shape) {
  static const char* const kNames[] = {"all",   "map",    "filter",  "flat_map", "pairs",  "combos",
                                       "lefts", "rights", "matches", "outer",    "notin",  "exists",
                                       "group", "argmin", "argmax",  "reduce",   "reveal", "when"};
  return kNames[static_cast<std::size_t>(shape)];
}

class Writer {
 public:
  explicit Writer(const ProgramSpec& program) : program_(program) {}

  std::string all() {
    for (const CollectionSpec& c : program_.collections) collection(c);
    for (const RuleSpec& r : program_.rules) rule(r);
    for (std::size_t i = 0; i < program_.ticks.size(); ++i) tick(i, program_.ticks[i]);
    return out_.str();
  }

 private:
  const std::string& name(int collection) const {
    return program_.collections[static_cast<std::size_t>(collection)].name;
  }

  void collection(const CollectionSpec& c) {
    out_ << bloom::kind_name(c.kind) << " " << c.name << ": " << type_name(c.type);
    if (c.keys > 0) {
      out_ << " by";
      for (int i = 0; i < c.keys; ++i) out_ << " " << column_name(c.type, i);
    }
    out_ << "\n";
  }

  void inputs(const Body& body) {
    if (body.inputs.size() > 1) out_ << "(";
    for (std::size_t i = 0; i < body.inputs.size(); ++i)
      out_ << (i == 0 ? "" : " * ") << name(body.inputs[i]);
    if (body.inputs.size() > 1) out_ << ")";
  }

  void rule(const RuleSpec& r) {
    const Body& body = r.body;
    out_ << name(r.target) << " " << bloom::head_name(r.head) << " ";
    inputs(body);
    if (body.shape != Shape::kAll) out_ << "." << shape_name(body.shape) << "(";
    for (const Predicate& p : body.predicates) {
      out_ << column_name(p.left_type, p.left_column) << " == " << column_name(p.right_type, p.right_column)
           << ", ";
    }
    if (body.shape == Shape::kGroup || body.shape == Shape::kArgmin || body.shape == Shape::kArgmax ||
        body.shape == Shape::kReduce || body.shape == Shape::kWhen) {
      out_ << "keys " << body.keys << ", variant " << body.variant << ", ";
    }
    if (body.shape != Shape::kAll) out_ << function_text(body.f);
    if (body.shape == Shape::kFlatMap) out_ << ", " << function_text(body.f2);
    if (body.shape != Shape::kAll) out_ << ")";
    after(body);
    out_ << "\n";
  }

  void after(const Body& body) {
    switch (body.after) {
      case After::kNothing:
        return;
      case After::kFilter:
        out_ << ".filter(" << function_text(body.after_f) << ")";
        return;
      case After::kMap:
        out_ << ".map(" << function_text(body.after_f) << ")";
        return;
      case After::kNotin:
        out_ << ".notin(" << name(body.after_input) << ")";
        return;
      case After::kGroup:
        out_ << ".group(a, max b, count)";
        return;
      case After::kJoin:
        out_ << " * " << name(body.after_input) << ", pairs a == a, " << function_text(body.after_f);
        return;
    }
  }

  void tick(std::size_t number, const TickSpec& tick) {
    out_ << "tick " << number + 1 << " at " << tick.now << " ms:";
    for (const Event& event : tick.events) {
      out_ << " " << name(event.collection) << "[" << event.row[0] << " " << event.row[1] << " "
           << event.row[2] << "]";
    }
    out_ << "\n";
  }

  const ProgramSpec& program_;
  std::ostringstream out_;
};

}  // namespace

std::string text(const ProgramSpec& program) { return Writer(program).all(); }

}  // namespace random_programs
