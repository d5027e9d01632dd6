// The chat on a whole screen: the terminal, a newcomer's first question, and the wiring of the front end.
#pragma once

#include "apps/conclave/command_line.h"

namespace conclave {

// Whether there is a terminal at both ends that is good for more than lines, and none of the options asks for
// lines.
bool wants_screen(const ChatOptions& options);

int run_tui(ChatOptions options);

}  // namespace conclave
