// UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF.
// Decoding only; what a code point means is somebody else's business.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace base {

struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 0;  // 1 to 4
};

// The code point that `text` begins with; nothing where its first byte begins no valid one (or it is empty).
std::optional<CodePoint> first_code_point(std::string_view text);

bool is_utf8(std::string_view text);

}  // namespace base
