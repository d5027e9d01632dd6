// Must compile: the right forms of what the rule_*.cc cases get wrong.
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
  bloom::Output<Row> output{program, "output"};
};

void wrong(Fixture& f) { 
  f.table <= f.scratch;
  f.table <+ f.scratch;
  f.table <- f.scratch;
  f.table <+- f.scratch;
  f.channel <~ f.table;
  f.output <= f.table;
  f.scratch <= f.channel;
  f.scratch <= f.table.group(bloom::by<&Row::key>, bloom::max(&Row::value));
  f.scratch <= (f.table * f.other).pairs(&Row::key, &Other::id, [](const Row& a, const Other&) { return a; });
 }
