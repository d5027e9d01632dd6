// Rows are read by reflection, which sees plain structs alone.
// expect: bloom: a row is a plain struct: drop its constructors, private members and virtual functions
#include "bloom/bloom.h"

class Hidden {
 public:
  explicit Hidden(int value) : value_(value) {}

 private:
  int value_;
};

void wrong(bloom::Program& program) { bloom::Table<Hidden> table{program, "table"}; }
