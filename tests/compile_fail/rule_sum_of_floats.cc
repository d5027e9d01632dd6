// Adding floats gives another sum in another order.
// expect: bloom: sum and avg take integers: adding floats depends on the order of rows, so scale them first
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

void wrong(Fixture& f) { f.scratch <= f.other.group(bloom::by<&Other::id>, bloom::sum(&Other::weight), [](int id, auto) { return Row{id, 0}; }); }
