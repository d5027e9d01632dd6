// `conclave serve`: a peer without anybody in front of it, for the IRC clients of this machine.
#pragma once

#include "apps/conclave/command_line.h"

namespace conclave {

int run_serve(const ChatOptions& options);

}  // namespace conclave
