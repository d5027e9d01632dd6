// What a command says, and why it does nothing.
#pragma once

#include <string>

namespace conclave {

void print(const std::string& text);  // a line on stdout

// A line on stderr; the exit status to end with.
int fail(const std::string& message);

}  // namespace conclave
