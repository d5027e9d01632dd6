// The function of map decides the type of the rows.
// expect: bloom: the expression makes rows of another type than the collection on its left holds: map them first
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

void wrong(Fixture& f) { f.table <= f.other.map([](const Other& o) { return o.id; }); }
