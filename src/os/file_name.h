// Any text as the name of a file. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace os {

// What is not a letter, digit, '-' or '_' is written as %XX; a long name ends in a hash of all of it. At most
// 170 bytes, and never empty, "." or "..".
std::string file_name(std::string_view text);

std::string hex_digits(std::uint64_t value);  // 16 of them

}  // namespace os
