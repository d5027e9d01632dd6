// The commands that ask one's own running peer and print its answer.
#pragma once

#include "apps/conclave/control_options.h"

namespace conclave {

// The program's exit status.
int run_control(const ControlOptions& options);

}  // namespace conclave
