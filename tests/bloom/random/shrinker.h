// Cuts a failing program down to a small one that still fails.
#pragma once

#include <functional>

#include "tests/bloom/random/program_spec.h"

namespace random_programs {

// `fails` holds for `program` and for the result; nothing more can be dropped from the result alone.
ProgramSpec shrink(ProgramSpec program, const std::function<bool(const ProgramSpec&)>& fails);

}  // namespace random_programs
