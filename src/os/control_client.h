// One question to a program of this user that listens at a Unix socket. Blocks, for a limited time.
#pragma once

#include <string>
#include <variant>

#include "base/time.h"

namespace os {

enum class Unanswered : unsigned char { kNobodyThere, kTooLate };
using Reply = std::variant<std::string, Unanswered>;

// Sends `line` with a newline to the socket at `path`, and answers with the line that comes back, without its
// own.
Reply ask(const std::string& path, const std::string& line, base::Duration limit);

}  // namespace os
