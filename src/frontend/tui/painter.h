// Draws the screen: rooms, messages, members, the status line, the input line. Panes that a narrow screen has
// no room for are left out. Pure: the same view gives the same frame.
#pragma once

#include <string>
#include <vector>

#include "env/terminal.h"
#include "frontend/tui/book.h"
#include "frontend/tui/line_editor.h"
#include "frontend/tui/rows.h"
#include "node/session.h"

namespace frontend::tui {

struct Layout {
  int rooms = 0, members = 0;  // widths, their borders included; 0: not shown
  int pane_left = 0, pane_width = 0, pane_height = 0;
};
Layout layout_of(env::ScreenSize size);

struct Screen {
  env::ScreenSize size;
  const Book& book;
  const Room& room;
  const std::vector<node::MemberInfo>& members;
  const RowContext& rows;
  std::string status;  // in place of the usual, where not empty
  std::string hint;    // at the right of the status line
  std::string prompt;  // in place of the input line, where not empty
  const LineEditor& editor;
  std::size_t unacknowledged = 0;
};

env::Frame paint(const Screen& screen);

}  // namespace frontend::tui
