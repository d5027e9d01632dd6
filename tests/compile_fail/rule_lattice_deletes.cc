// A lattice only grows.
// expect: bloom: only a table keeps rows to delete or replace: make it a table, or drop the rule
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
  bloom::Lattice<bloom::LMax<int>> most{program, "most"};
};

void wrong(Fixture& f) { f.most <- f.table.map([](const Row& r) { return bloom::LMax<int>(r.key); }); }
