// Keys and aggregates must fit the fields of the row on the left.
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

void wrong(Fixture& f) { f.table <= f.other.group(bloom::by<&Other::id>, bloom::bool_or(&Other::flag), bloom::count()); }
