// Whole rows are compared with rows of their type.
// expect: bloom: notin and exists compare whole rows of one type: name the members, notin(b, &A::x, &B::y)
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

void wrong(Fixture& f) { f.scratch <= f.table.notin(f.other); }
