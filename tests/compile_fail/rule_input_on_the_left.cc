// An input is the way in for the host.
// expect: bloom: this collection is filled from outside, never by a rule: put a scratch or a table of your own on the left
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
  bloom::Input<Row> input{program, "input"};
};

void wrong(Fixture& f) { f.input <= f.table; }
