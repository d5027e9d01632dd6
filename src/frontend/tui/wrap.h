// Text to rows of a given width, broken between words where that is possible. Views into the text.
#pragma once

#include <string_view>
#include <vector>

namespace frontend::tui {

// At least one row; `first_width` columns in the first, `width` in the others, both at least 2.
std::vector<std::string_view> wrap(std::string_view text, int first_width, int width);

}  // namespace frontend::tui
