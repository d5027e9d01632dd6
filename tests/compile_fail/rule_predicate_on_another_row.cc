// A predicate names members of the joined collections.
// expect: bloom: a join predicate names a member of each of two joined collections: check the classes of the member pointers
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

void wrong(Fixture& f) { f.scratch <= (f.table * f.scratch).pairs(&Row::key, &Other::id, [](const Row& a, const Row&) { return a; }); }
