// What fixed runs cost, in counts that are the same on every machine: ticks, frames, bytes, allocations. tests/guard holds
// them to limits.
#pragma once

#include "apps/conclave-sim/command_line.h"

namespace conclave_sim {

int run(const Counts& options);

}  // namespace conclave_sim
