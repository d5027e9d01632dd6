// Puts a terminal back as it was on every way out: by hand, at exit, at a signal that ends the process.
// One terminal at a time. Nothing here allocates once begun: it runs inside signal handlers.
#pragma once

#include <termios.h>

#include <string_view>

namespace os {

// From now on `modes` and `farewell` are written to `descriptor` however the process ends, SIGKILL aside.
// `farewell` is cut at 256 bytes.
void restore_at_end(int descriptor, const termios& modes, std::string_view farewell);

// Now, and no more later. Async-signal-safe; does nothing where there is nothing to restore.
void restore_now();

}  // namespace os
