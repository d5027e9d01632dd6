// What idle groups cost, in which somebody says a line a second: of this machine's time, and of each peer's means.
#pragma once

#include "apps/conclave-sim/command_line.h"

namespace conclave_sim {

int run(const Speed& options);

}  // namespace conclave_sim
