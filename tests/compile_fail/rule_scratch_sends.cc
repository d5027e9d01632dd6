// Nor is a scratch.
// expect: bloom: only a channel, a loopback or stdio is sent to: write <= for this tick or <+ for the next
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

void wrong(Fixture& f) { f.scratch <~ f.table.map([](const Row& r) { return r; }); }
