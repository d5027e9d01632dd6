// Many seeds on several processes: one run may take the whole process down, and the others must not notice.
#pragma once

#include "apps/conclave-sim/command_line.h"

namespace conclave_sim {

// Exit status: 0 all hold, 1 a run failed.
int run(const ManySeeds& options);

}  // namespace conclave_sim
