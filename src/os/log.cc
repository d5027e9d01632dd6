#include "os/log.h"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <memory>
#include <string>

#include "os/printable.h"

namespace os {

namespace {

constexpr std::size_t kMessageBytesMax = 1000;
constexpr const char* kTextPattern = "%Y-%m-%dT%H:%M:%S.%eZ %l: %v";
constexpr const char* kJsonPattern = R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","message":"%v"})";

spdlog::level::level_enum to_spdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
    case LogLevel::kOff:
      break;
  }
  return spdlog::level::off;
}

struct Log {
  Log() : logger("conclave", std::make_shared<spdlog::sinks::stderr_sink_st>()) { configure({}); }

  void configure(const LogOptions& options) {
    json = options.json;
    logger.set_level(to_spdlog(options.level));
    logger.set_formatter(std::make_unique<spdlog::pattern_formatter>(json ? kJsonPattern : kTextPattern,
                                                                     spdlog::pattern_time_type::utc));
  }

  spdlog::logger logger;
  bool json = false;
};

Log& the_log() {
  static Log log;
  return log;
}

// For text that is printable ASCII already, which leaves two characters that JSON gives a meaning.
std::string json_escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '"' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

}  // namespace

void configure_log(const LogOptions& options) { the_log().configure(options); }

bool log_enabled(LogLevel level) { return the_log().logger.should_log(to_spdlog(level)); }

void log(LogLevel level, std::string_view message) {
  if (!log_enabled(level)) return;
  const std::string text = printable(message, kMessageBytesMax);
  the_log().logger.log(to_spdlog(level), the_log().json ? json_escaped(text) : text);
}

}  // namespace os
