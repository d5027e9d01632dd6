// A key is a member of the rows it identifies.
// expect: bloom: a key names a member of the row it is declared with: write Table<Row, &Row::member>
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

void wrong(Fixture& f) { bloom::Table<Row, &Other::id> keyed{f.program, "keyed"}; }
