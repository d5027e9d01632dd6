// The program's log: lines to stderr for whoever runs a peer. The only place that knows the log library.
// Quiet by default: errors alone. One thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace os {

enum class LogLevel : std::uint8_t { kDebug, kInfo, kWarning, kError, kOff };

struct LogOptions {
  LogLevel level = LogLevel::kError;
  bool json = false;  // one JSON object a line: time, level, message
};

void configure_log(const LogOptions& options);
bool log_enabled(LogLevel level);

// `message` may quote what a peer said: whatever a terminal would interpret is replaced.
void log(LogLevel level, std::string_view message);

}  // namespace os
