// A logical aggregate takes truth values.
// expect: bloom: bool_and and bool_or take a bool member: map the rows first
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

void wrong(Fixture& f) { f.scratch <= f.other.group(bloom::by<>, bloom::bool_or(&Other::id), [](auto) { return Row{}; }); }
