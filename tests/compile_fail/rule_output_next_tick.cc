// So is an output.
// expect: bloom: this collection is filled within the tick: write it with <=
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
  bloom::Output<Row> output{program, "output"};
};

void wrong(Fixture& f) { f.output <+ f.table; }
