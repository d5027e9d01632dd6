// Rows are grouped by members of their own.
// expect: bloom: group by members of the rows that are grouped: check the class in by<&Row::member>
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

void wrong(Fixture& f) { f.table <= f.table.group(bloom::by<&Other::id>, bloom::max(&Row::value)); }
