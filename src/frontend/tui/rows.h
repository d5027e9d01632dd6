// Lines of a room as rows of styled text, and moving through them. Only what is asked for is wrapped.
#pragma once

#include <chrono>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "env/terminal.h"
#include "frontend/tui/book.h"

namespace frontend::tui {

struct Span {
  std::string text;
  env::Style style;
};
using Row = std::vector<Span>;

struct RowContext {
  const Book& book;
  const std::set<std::uint32_t>& waiting;  // numbers of lines not acknowledged
  std::function<std::chrono::seconds(base::WallTime)> utc_offset;
  int width = 80;
};

// A line that begins a day has that day above it.
std::vector<Row> rows_of(const RowContext& context, const Room& room, std::size_t line);

// What `height` rows show, top first; fewer where there is no more.
std::vector<Row> visible_rows(const RowContext& context, const Room& room, int height);

// Upwards where `rows` is negative. Never beyond the first full screen; at the end, the room follows again.
void scroll(const RowContext& context, Room& room, int rows, int height);
void show_line(const RowContext& context, Room& room, std::size_t line, int height);

env::Color color_of(std::string_view node);

}  // namespace frontend::tui
