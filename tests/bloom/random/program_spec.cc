#include "tests/bloom/random/program_spec.h"

namespace random_programs {

int column_count(Type type) {
  switch (type) {
    case Type::kTriple:
    case Type::kPair:
      return 3;
    case Type::kBest:
      return 2;
    case Type::kMax:
    case Type::kLine:
    case Type::kTime:
      return 1;
    case Type::kStart:
      return 0;
  }
  return 0;
}

Row fitted(Type type, Row row) {
  for (int column = column_count(type); column < 3; ++column) row[static_cast<std::size_t>(column)] = 0;
  if (type == Type::kPair) row[2] %= 2;
  return row;
}

namespace {

int value_at(const std::vector<Row>& arguments, int input, int column) {
  return arguments[static_cast<std::size_t>(input)][static_cast<std::size_t>(column)];
}

}  // namespace

bool holds(const Test& test, const std::vector<Row>& arguments) {
  const int value = value_at(arguments, test.input, test.column);
  switch (test.how) {
    case Test::How::kEqual:
      return value == test.value;
    case Test::How::kUnequal:
      return value != test.value;
    case Test::How::kLess:
      return value < test.value;
  }
  return false;
}

std::optional<Row> apply(const Function& f, const std::vector<Row>& arguments) {
  if (f.throws_where && holds(*f.throws_where, arguments)) throw UserError();
  if (f.keep && !holds(*f.keep, arguments)) return std::nullopt;
  Row row{};
  for (std::size_t i = 0; i < row.size(); ++i) {
    const Term& term = f.terms[i];
    const int base = term.input < 0 ? 0 : value_at(arguments, term.input, term.column);
    row[i] = ((base + term.add) % kDomain + kDomain) % kDomain;
  }
  return fitted(f.out, row);
}

Sides sides(const Predicate& predicate, const std::vector<Type>& inputs) {
  Sides found;
  for (int i = static_cast<int>(inputs.size()) - 1; i >= 0; --i) {
    if (inputs[static_cast<std::size_t>(i)] == predicate.left_type) found.left = i;
  }
  for (int i = static_cast<int>(inputs.size()) - 1; i >= 0; --i) {
    if (i != found.left && inputs[static_cast<std::size_t>(i)] == predicate.right_type) found.right = i;
  }
  return found;
}

}  // namespace random_programs
