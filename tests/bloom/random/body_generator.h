// Draws the right side of a rule over the collections that a program has.
#pragma once

#include <initializer_list>
#include <vector>

#include "base/random.h"
#include "tests/bloom/random/program_spec.h"

namespace random_programs {

class BodyGenerator {
 public:
  BodyGenerator(base::SeededRandom& random, const ProgramSpec& program)
      : random_(random), program_(program) {}

  // A body whose rows are of type `out`; one without inputs where the program has nothing to make it from.
  Body draw(Type out);
  // An aggregate of triples that gives at most one row for each value of the first `keys` columns.
  Body one_row_a_key(int keys);
  // Some rows of a collection of triples, as they are: what a delete can hit.
  Body some_rows_of(int collection);

 private:
  int below(int bound) { return static_cast<int>(random_.below(static_cast<std::uint64_t>(bound))); }
  bool one_in(int n) { return below(n) == 0; }

  bool fed(int collection) const;
  bool take(Body& body, std::initializer_list<Type> types);
  Shape draw_shape(Type out);
  bool fill(Body& body, Type out);
  bool fill_join(Body& body, Type out);
  void draw_predicates(Body& body, int most);
  void draw_after(Body& body);
  Function draw_function(Type out, const Body& body);
  Function over(Type out, const std::vector<Type>& arguments);
  Test draw_test(const std::vector<Type>& arguments);
  std::vector<Type> types_of(const Body& body) const;

  base::SeededRandom& random_;
  const ProgramSpec& program_;
};

}  // namespace random_programs
