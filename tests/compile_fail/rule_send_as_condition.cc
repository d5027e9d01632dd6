// A rule is a statement, not a comparison.
// expect: could not convert
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
  bloom::Channel<Row, &Row::key> channel{program, "channel"};
};

void wrong(Fixture& f) { if (f.channel <~ f.table) return; }
