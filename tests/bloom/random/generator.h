// Draws random programs: every collection kind, operator and shape of expression, small enough to be read.
// The same seed draws the same program on every machine.
#pragma once

#include <cstdint>

#include "tests/bloom/random/program_spec.h"

namespace random_programs {

// The program may lack a meaning (see Interpreter::has_meaning).
ProgramSpec draw_program(std::uint64_t seed);

}  // namespace random_programs
