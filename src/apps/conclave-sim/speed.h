// How much faster than real time idle groups run, in which somebody says a line a second.
#pragma once

#include "apps/conclave-sim/command_line.h"

namespace conclave_sim {

int run(const Speed& options);

}  // namespace conclave_sim
