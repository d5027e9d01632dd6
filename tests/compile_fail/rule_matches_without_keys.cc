// matches compares declared keys.
// expect: bloom: matches joins two tables with as many declared keys: name the members with pairs instead
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

void wrong(Fixture& f) { f.scratch <= (f.table * f.other).matches([](const Row& a, const Other&) { return a; }); }
