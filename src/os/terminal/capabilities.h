// What the terminal in front of us understands, from terminfo. Read once; strings from then on.
#pragma once

#include <optional>
#include <string>

namespace os {

struct Capabilities {
  std::string enter, leave;  // the alternate screen and back
  std::string clear, clear_to_end_of_line;
  std::string plain, bold, dim, reverse, underline;
  std::string color[7];  // by env::Color; the default's is empty
  std::string cursor_hidden, cursor_shown;
  std::string move;  // with parameters

  std::string move_to(int row, int column) const;
};

// Nothing where the terminal is not known, or can't place its cursor. Without `colors` none are used.
std::optional<Capabilities> find_capabilities(const char* name, bool colors);

}  // namespace os
