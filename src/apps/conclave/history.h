// conclave history: what a peer's store holds, printed, whether the peer runs or not.
#pragma once

#include "apps/conclave/command_line.h"

namespace conclave {

// The program's exit status.
int run_history(const HistoryOptions& options);

}  // namespace conclave
