// A Result is no value: reading it without asking whether it failed is refused.
// expect: cannot convert 'base::Result<int>' to 'int'
#include "base/result.h"

int careless(base::Result<int> result) { return result; }
