// Aggregates come before the function.
// expect: bloom: group takes keys, then aggregates, then at most one function: group(by<&R::k>, max(&R::v), f)
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

void wrong(Fixture& f) { f.scratch <= f.table.group(bloom::by<&Row::key>, [](int key) { return Row{key, 0}; }, bloom::count()); }
