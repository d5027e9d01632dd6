#include "frontend/tui/wrap.h"

#include <algorithm>

#include "frontend/tui/display_width.h"

namespace frontend::tui {

namespace {

// How much of `text` the next row takes: whole words, or as much as fits of a word longer than the row.
std::size_t row_bytes(std::string_view text, int width) {
  const std::size_t newline = std::min(text.find('\n'), text.size());
  const std::string_view fits = cut_to(text.substr(0, newline), width);
  if (fits.size() == newline) return newline;
  if (text[fits.size()] == ' ') return fits.size();
  const std::size_t blank = fits.rfind(' ');
  if (blank != std::string_view::npos && blank > 0) return blank;
  return fits.empty() ? first_cluster(text)->text.size() : fits.size();
}

}  // namespace

std::vector<std::string_view> wrap(std::string_view text, int first_width, int width) {
  std::vector<std::string_view> rows;
  do {
    const std::size_t bytes = row_bytes(text, std::max(2, rows.empty() ? first_width : width));
    rows.push_back(text.substr(0, bytes));
    const bool at_break = bytes < text.size() && (text[bytes] == ' ' || text[bytes] == '\n');
    text.remove_prefix(bytes + (at_break ? 1 : 0));
  } while (!text.empty());
  return rows;
}

}  // namespace frontend::tui
