#include "frontend/tui/painter.h"

#include <algorithm>

#include "frontend/line/name.h"
#include "frontend/line/printable.h"
#include "frontend/tui/canvas.h"
#include "frontend/tui/display_width.h"

namespace frontend::tui {

namespace {

constexpr int kColumnsForRooms = 70, kColumnsForMembers = 100;
constexpr env::Style kDim{.dim = true}, kBold{.bold = true}, kReverse{.reverse = true};
constexpr std::string_view kBorder = "\u2502", kMore = "\u2026";

void draw_border(Canvas& canvas, int column, int height) {
  for (int row = 0; row < height; ++row) canvas.text(row, column, column + 1, kBorder, kDim);
}

std::string unread_of(const Room& room) {
  if (room.unread == 0) return {};
  return " " + std::to_string(room.unread) + (room.mentions > 0 ? "!" : "");
}

void draw_rooms(Canvas& canvas, const Screen& screen, const Layout& layout) {
  const int end = layout.rooms - 1;
  const auto& rooms = screen.book.rooms();
  // The current one is always among those shown.
  const auto current = static_cast<int>(
      std::find_if(rooms.begin(), rooms.end(), [&](const auto& r) { return r.get() == &screen.room; }) -
      rooms.begin());
  const int first = std::max(0, current - layout.pane_height + 1);
  for (int row = 0; row < layout.pane_height && first + row < static_cast<int>(rooms.size()); ++row) {
    const Room& room = *rooms[static_cast<std::size_t>(first + row)];
    const bool here = &room == &screen.room;
    const env::Style style =
        here ? kReverse
             : env::Style{.color = room.mentions > 0 ? env::Color::kRed : env::Color::kDefault,
                          .bold = room.unread > 0};
    if (here) canvas.fill(row, 0, end, style);
    const std::string unread = unread_of(room);
    const int column = canvas.text(row, 0, end - width_of(unread), line::printable_name(room.label()), style);
    canvas.text(row, column, end, unread, style);
  }
  draw_border(canvas, layout.rooms - 1, layout.pane_height);
}

void draw_member(Canvas& canvas, int row, int left, const node::MemberInfo& member) {
  const std::string_view mark = member.leads ? " relays" : member.here ? "" : " away";
  const int end = canvas.size().columns;
  const env::Style style =
      member.here ? env::Style{.color = color_of(member.node), .bold = member.self} : kDim;
  const int column = canvas.text(row, left, end - width_of(mark), line::name_of(member), style);
  canvas.text(row, column, end, mark, member.leads ? kBold : kDim);
}

void draw_members(Canvas& canvas, const Screen& screen, const Layout& layout) {
  const int left = screen.size.columns - layout.members + 1;
  draw_border(canvas, left - 1, layout.pane_height);
  std::vector<const node::MemberInfo*> shown;
  for (const bool here : {true, false}) {
    for (const node::MemberInfo& member : screen.members) {
      if (member.here == here) shown.push_back(&member);
    }
  }
  const auto count = static_cast<int>(shown.size());
  const int fit = count > layout.pane_height ? layout.pane_height - 1 : count;
  for (int row = 0; row < fit; ++row) draw_member(canvas, row, left, *shown[static_cast<std::size_t>(row)]);
  if (fit < count)
    canvas.text(fit, left, screen.size.columns,
                std::string(kMore) + " " + std::to_string(count - fit) + " more", kDim);
}

void draw_messages(Canvas& canvas, const Screen& screen, const Layout& layout) {
  const std::vector<Row> rows = visible_rows(screen.rows, screen.room, layout.pane_height);
  int row = layout.pane_height - static_cast<int>(rows.size());
  const int end = layout.pane_left + layout.pane_width;
  for (const Row& spans : rows) {
    int column = layout.pane_left;
    for (const Span& span : spans) column = canvas.text(row, column, end, span.text, span.style);
    ++row;
  }
}

std::string usual_status(const Screen& screen, const Layout& layout) {
  std::string text = layout.rooms > 0 ? "" : line::printable_name(screen.room.label()) + " \u00b7 ";
  std::size_t here = 0;
  std::string relays = "nobody relays just now";
  for (const node::MemberInfo& member : screen.members) {
    here += member.here ? 1 : 0;
    if (member.leads) relays = member.self ? "you relay" : line::name_of(member) + " relays";
  }
  text += relays + " \u00b7 " + std::to_string(here) + " here";
  if (screen.unacknowledged > 0) text += " \u00b7 " + std::to_string(screen.unacknowledged) + " sending";
  return text;
}

std::string unread_elsewhere(const Screen& screen) {
  std::string text;
  for (const auto& room : screen.book.rooms()) {
    if (room->unread > 0)
      text += (text.empty() ? "" : " ") + line::printable_name(room->label()) + unread_of(*room);
  }
  return text;
}

void draw_status(Canvas& canvas, const Screen& screen, const Layout& layout) {
  const int row = layout.pane_height, columns = screen.size.columns;
  canvas.fill(row, 0, columns, kReverse);
  const std::string text = screen.status.empty() ? usual_status(screen, layout) : screen.status;
  const int used = canvas.text(row, 1, columns, text,
                               screen.status.empty() ? kReverse : env::Style{.bold = true, .reverse = true});
  std::string hint = screen.hint;
  if (!screen.room.follows)
    hint = screen.room.newer > 0 ? std::to_string(screen.room.newer) + " newer" : "scrolled";
  if (hint.empty() && layout.rooms == 0) hint = unread_elsewhere(screen);
  const int left = columns - 1 - width_of(hint);
  // Where both have no room, what is missed matters more.
  if (left > used + 1 || left > columns / 2)
    canvas.text(row, left - 1, columns, " " + hint, {.bold = true, .reverse = true});
}

// The text moves left as far as the cursor needs to be seen.
void draw_input(Canvas& canvas, const Screen& screen) {
  const int row = screen.size.rows - 1, columns = screen.size.columns;
  if (!screen.prompt.empty()) {
    canvas.cursor(row, std::min(columns - 1, canvas.text(row, 0, columns, screen.prompt, kBold)));
    return;
  }
  const int left = canvas.text(row, 0, columns, "> ", kDim);
  const std::string before = line::printable_text(screen.editor.text().substr(0, screen.editor.cursor()));
  const std::string after = line::printable_text(screen.editor.text().substr(screen.editor.cursor()));
  std::string_view shown = before;
  int width = width_of(shown);
  while (width > columns - left - 1) {
    const auto cluster = first_cluster(shown);
    width -= cluster->width;
    shown.remove_prefix(cluster->text.size());
  }
  const int cursor = canvas.text(row, left, columns, shown);
  canvas.text(row, cursor, columns, after);
  canvas.cursor(row, std::min(cursor, columns - 1));
}

}  // namespace

Layout layout_of(env::ScreenSize size) {
  Layout layout;
  if (size.columns >= kColumnsForRooms) layout.rooms = std::clamp(size.columns / 6, 13, 24);
  if (size.columns >= kColumnsForMembers) layout.members = std::clamp(size.columns / 6, 18, 28);
  layout.pane_left = layout.rooms;
  layout.pane_width = size.columns - layout.rooms - layout.members;
  layout.pane_height = std::max(1, size.rows - 2);
  return layout;
}

env::Frame paint(const Screen& screen) {
  Canvas canvas(screen.size);
  const Layout layout = layout_of(screen.size);
  draw_messages(canvas, screen, layout);
  if (layout.rooms > 0) draw_rooms(canvas, screen, layout);
  if (layout.members > 0) draw_members(canvas, screen, layout);
  draw_status(canvas, screen, layout);
  draw_input(canvas, screen);
  return canvas.frame();
}

}  // namespace frontend::tui
