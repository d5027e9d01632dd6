#include "frontend/tui/display_width.h"

#include <algorithm>
#include <iterator>

#include "base/utf8.h"
#include "frontend/tui/width_table.h"

namespace frontend::tui {

namespace {

constexpr std::size_t kMarksMax = 8;  // more on one character are not shown on top of it

template <std::size_t N>
bool is_in(const WidthRange (&table)[N], char32_t value) {
  const auto* range = std::lower_bound(std::begin(table), std::end(table), value,
                                       [](const WidthRange& r, char32_t v) { return r.last < v; });
  return range != std::end(table) && range->first <= value;
}

}  // namespace

int width_of(char32_t value) {
  if (value < 0x300) return 1;
  if (is_in(kZeroWidth, value)) return 0;
  return is_in(kWide, value) ? 2 : 1;
}

int width_of(std::string_view text) {
  int width = 0;
  while (const auto cluster = first_cluster(text)) {
    width += cluster->width;
    text.remove_prefix(cluster->text.size());
  }
  return width;
}

std::optional<Cluster> first_cluster(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const auto first = base::first_code_point(text).value_or(base::CodePoint{U'?', 1});
  std::size_t bytes = first.bytes;
  for (std::size_t marks = 0; marks < kMarksMax; ++marks) {
    const auto next = base::first_code_point(text.substr(bytes));
    if (!next || width_of(next->value) != 0) break;
    bytes += next->bytes;
  }
  // A mark that stands alone takes a column: the canvas puts a blank below it.
  return Cluster{text.substr(0, bytes), std::max(1, width_of(first.value))};
}

std::string_view cut_to(std::string_view text, int columns) {
  std::size_t bytes = 0;
  while (const auto cluster = first_cluster(text.substr(bytes))) {
    if (cluster->width > columns) break;
    columns -= cluster->width;
    bytes += cluster->text.size();
  }
  return text.substr(0, bytes);
}

}  // namespace frontend::tui
