#include "os/terminal/frame_writer.h"

#include <algorithm>

namespace os {

std::string FrameWriter::begin(const env::Style& style) const {
  std::string out = capabilities_.plain;
  if (style.bold) out += capabilities_.bold;
  if (style.dim) out += capabilities_.dim;
  if (style.reverse) out += capabilities_.reverse;
  if (style.underline) out += capabilities_.underline;
  return out + capabilities_.color[static_cast<int>(style.color)];
}

void FrameWriter::write_row(std::string& out, const env::Frame& frame, int row) const {
  const auto first = frame.cells.begin() + static_cast<std::ptrdiff_t>(row) * frame.size.columns;
  const auto last = first + frame.size.columns;
  // Blanks at the end are cleared, not written: copied text then has none.
  auto end = last;
  while (end != first && (end - 1)->text == " " && (end - 1)->style == env::Style{}) --end;
  out += capabilities_.move_to(row, 0) + capabilities_.plain;
  env::Style style;
  for (auto cell = first; cell != end; ++cell) {
    if (cell->style != style) out += begin(style = cell->style);
    out += cell->text;
  }
  out += capabilities_.plain;
  if (end != last) out += capabilities_.clear_to_end_of_line;
}

std::string FrameWriter::write(const env::Frame& frame) {
  std::string out;
  const bool whole = shown_.size != frame.size || shown_.cells.size() != frame.cells.size();
  if (whole) out += capabilities_.plain + capabilities_.clear;
  for (int row = 0; row < frame.size.rows; ++row) {
    const auto at = static_cast<std::ptrdiff_t>(row) * frame.size.columns;
    const auto first = frame.cells.begin() + at;
    if (!whole && std::equal(first, first + frame.size.columns, shown_.cells.begin() + at)) continue;
    write_row(out, frame, row);
  }
  const bool moved = frame.cursor_row != shown_.cursor_row || frame.cursor_column != shown_.cursor_column;
  if (out.empty() && !moved) return out;
  shown_ = frame;
  return capabilities_.cursor_hidden + out + capabilities_.move_to(frame.cursor_row, frame.cursor_column) +
         capabilities_.cursor_shown;
}

}  // namespace os
