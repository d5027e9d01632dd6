// Text from outside, made fit to be quoted in a message to a person. Never used for what people say.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace os {

inline constexpr std::size_t kQuotedBytesMax = 100;

// Printable ASCII: other bytes become '?', and what exceeds `bytes_max` becomes "...".
std::string printable(std::string_view text, std::size_t bytes_max = kQuotedBytesMax);

}  // namespace os
