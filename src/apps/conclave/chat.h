// A chat from start to leave: ports, peer and front end wired together in one event loop.
#pragma once

#include "apps/conclave/command_line.h"

namespace conclave {

// The program's exit status.
int run_chat(const ChatOptions& options);

}  // namespace conclave
