// Members that are compared are of one type.
// expect: bloom: a join predicate compares members of one type: convert one side with map first
#include "bloom/bloom.h"

struct Row {
  int key, value;
};
struct Other {
  int id;
  double weight;
  bool flag;
};
struct Fixture {
  bloom::Program program;
  bloom::Table<Row> table{program, "table"};
  bloom::Scratch<Row> scratch{program, "scratch"};
  bloom::Table<Other> other{program, "other"};
};

void wrong(Fixture& f) { f.scratch <= (f.table * f.other).pairs(&Row::key, &Other::weight, [](const Row& a, const Other&) { return a; }); }
