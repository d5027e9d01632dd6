#include "os/terminal/capabilities.h"

// terminfo's header defines hundreds of macros: it is included last, and nowhere else.
#include <curses.h>
#include <term.h>

namespace os {

namespace {

// Delays ("$<5>") are for terminals that no longer exist.
std::string without_delays(std::string text) {
  for (std::size_t at = text.find("$<"); at != std::string::npos; at = text.find("$<", at)) {
    const std::size_t end = text.find('>', at);
    if (end == std::string::npos) break;
    text.erase(at, end + 1 - at);
  }
  return text;
}

std::string text_of(const char* name) {
  const char* found = ::tigetstr(name);
  if (found == nullptr || found == reinterpret_cast<const char*>(-1)) return {};
  return without_delays(found);
}

void find_colors(Capabilities& found) {
  const std::string set = text_of("setaf");
  if (set.empty() || ::tigetnum("colors") < 8) return;
  for (int color = 1; color <= 6; ++color) {
    found.color[color] = without_delays(::tiparm(set.c_str(), color));
  }
}

}  // namespace

std::optional<Capabilities> find_capabilities(const char* name, bool colors) {
  int error = 0;
  if (::setupterm(name, 1, &error) != OK) return std::nullopt;
  Capabilities found{.enter = text_of("smcup"),
                     .leave = text_of("rmcup"),
                     .clear = text_of("clear"),
                     .clear_to_end_of_line = text_of("el"),
                     .plain = text_of("sgr0"),
                     .bold = text_of("bold"),
                     .dim = text_of("dim"),
                     .reverse = text_of("rev"),
                     .underline = text_of("smul"),
                     .color = {},
                     .cursor_hidden = text_of("civis"),
                     .cursor_shown = text_of("cnorm"),
                     .move = text_of("cup")};
  if (colors) find_colors(found);
  ::del_curterm(::set_curterm(nullptr));
  if (found.move.empty() || found.clear.empty()) return std::nullopt;
  return found;
}

std::string Capabilities::move_to(int row, int column) const { return ::tiparm(move.c_str(), row, column); }

}  // namespace os
