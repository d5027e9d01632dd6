#include "frontend/tui/canvas.h"

#include <algorithm>

#include "base/utf8.h"
#include "frontend/tui/display_width.h"

namespace frontend::tui {

int Canvas::text(int row, int column, int end, std::string_view text, const env::Style& style) {
  end = std::min(end, frame_.size.columns);
  if (row < 0 || row >= frame_.size.rows || column < 0) return column;
  while (const auto cluster = first_cluster(text)) {
    if (column + cluster->width > end) break;
    const auto first = base::first_code_point(cluster->text);
    const bool lone_mark = first && width_of(first->value) == 0;
    at(row, column) = {(lone_mark ? " " : "") + std::string(cluster->text), style};
    if (cluster->width == 2) at(row, column + 1) = {"", style};
    column += cluster->width;
    text.remove_prefix(cluster->text.size());
  }
  return column;
}

void Canvas::fill(int row, int column, int end, const env::Style& style) {
  for (; column < std::min(end, frame_.size.columns); ++column) at(row, column) = {" ", style};
}

}  // namespace frontend::tui
