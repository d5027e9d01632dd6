// Canvas: draws text on a frame. What does not fit is left out; a wide character is never cut in two.
#pragma once

#include <string_view>

#include "env/terminal.h"

namespace frontend::tui {

class Canvas {
 public:
  explicit Canvas(env::ScreenSize size) {
    frame_.size = size;
    frame_.cells.resize(static_cast<std::size_t>(size.columns) * static_cast<std::size_t>(size.rows));
  }

  // Returns the column after the text; `end` is the first column it must not reach.
  int text(int row, int column, int end, std::string_view text, const env::Style& style = {});
  void fill(int row, int column, int end, const env::Style& style);
  void cursor(int row, int column) {
    frame_.cursor_row = row;
    frame_.cursor_column = column;
  }
  env::ScreenSize size() const { return frame_.size; }
  const env::Frame& frame() const { return frame_; }

 private:
  env::Cell& at(int row, int column) {
    return frame_.cells[static_cast<std::size_t>(row) * static_cast<std::size_t>(frame_.size.columns) +
                        static_cast<std::size_t>(column)];
  }

  env::Frame frame_;
};

}  // namespace frontend::tui
