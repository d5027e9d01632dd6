// The function of a join sees a row of each side.
// expect: bloom: the function of a join takes one row of each joined collection, by const reference and in their order
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

void wrong(Fixture& f) { f.scratch <= (f.table * f.other).pairs(&Row::key, &Other::id, [](const Row& a) { return a; }); }
