#include "frontend/tui/rows.h"

#include <algorithm>
#include <array>

#include "frontend/line/printable.h"
#include "frontend/line/timestamp.h"
#include "frontend/tui/display_width.h"
#include "frontend/tui/wrap.h"

namespace frontend::tui {

namespace {

constexpr std::string_view kAction = "/me ";
constexpr env::Style kDim{.dim = true};
constexpr int kNarrow = 30;  // below, continued rows begin at the left

using Days = std::chrono::sys_days;

Days day_of(const RowContext& context, base::WallTime at) {
  return std::chrono::floor<std::chrono::days>(at + context.utc_offset(at));
}

std::string day_text(Days day) {
  static constexpr std::array kWeekdays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                           "Thursday", "Friday", "Saturday"};
  static constexpr std::array kMonths = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
  const std::chrono::year_month_day date(day);
  return std::string("--- ") + kWeekdays[std::chrono::weekday(day).c_encoding()] + ", " +
         std::to_string(static_cast<unsigned>(date.day())) + " " +
         kMonths[static_cast<unsigned>(date.month()) - 1] + " " +
         std::to_string(static_cast<int>(date.year())) + " ---";
}

// Each of an author's lines made printable by itself.
std::string printable_lines(std::string_view text) {
  std::string out;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (begin != 0) out += '\n';
    out += line::printable_text(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

struct Parts {
  Row prefix;
  std::string body;
  env::Style style;
};

Parts said(const RowContext& context, const Line& line, bool found) {
  const Author& author = context.book.author_of(line);
  const bool waits = context.waiting.contains(line.waiting);
  Parts parts;
  if (line.late) parts.prefix.push_back({"(late) ", kDim});
  parts.style = {.bold = line.mention, .dim = waits, .reverse = false, .underline = found};
  const std::string nick = line::printable_name(author.nick);
  const env::Style nick_style{.color = color_of(author.node), .bold = line.own && !waits, .dim = waits};
  if (line.text.starts_with(kAction)) {
    parts.prefix.push_back({"* " + nick + " ", nick_style});
    parts.body = printable_lines(std::string_view(line.text).substr(kAction.size()));
  } else {
    parts.prefix.push_back({"<" + nick + "> ", nick_style});
    parts.body = printable_lines(line.text);
  }
  if (waits) parts.body += " [sending]";
  return parts;
}

Parts parts_of(const RowContext& context, const Line& line, bool found) {
  if (line.kind == LineKind::kSaid) return said(context, line, found);
  const bool failure = line.kind == LineKind::kFailure;
  const env::Style style{.color = failure ? env::Color::kRed : env::Color::kCyan};
  return {.prefix = {{failure ? "! " : "* ", style}}, .body = line.text, .style = style};
}

bool begins_day(const RowContext& context, const Room& room, std::size_t line) {
  return line == 0 || day_of(context, room.lines[line - 1].at) != day_of(context, room.lines[line].at);
}

int row_count(const RowContext& context, const Room& room, std::size_t line) {
  return static_cast<int>(rows_of(context, room, line).size());
}

Position last_row(const RowContext& context, const Room& room) {
  if (room.lines.empty()) return {};
  return {room.lines.size() - 1, row_count(context, room, room.lines.size() - 1) - 1};
}

int move_up(const RowContext& context, const Room& room, Position& at, int rows) {
  while (rows > 0) {
    const int step = std::min(rows, at.row);
    at.row -= step;
    rows -= step;
    if (rows == 0 || at.line == 0) break;
    --at.line;
    --rows;
    at.row = row_count(context, room, at.line) - 1;
  }
  return rows;  // that there were not
}

void move_down(const RowContext& context, const Room& room, Position& at, int rows) {
  while (rows > 0 && at.line < room.lines.size()) {
    const int step = std::min(rows, row_count(context, room, at.line) - 1 - at.row);
    at.row += step;
    rows -= step;
    if (rows == 0 || at.line + 1 >= room.lines.size()) break;
    ++at.line;
    --rows;
    at.row = 0;
  }
}

void settle_at(const RowContext& context, Room& room, Position at, int height) {
  Position top = at;
  const int missing = move_up(context, room, top, height - 1);
  move_down(context, room, at, missing);
  const Position last = last_row(context, room);
  room.follows = at.line == last.line && at.row >= last.row;
  room.bottom = at;
  if (room.follows) room.newer = 0;
}

}  // namespace

env::Color color_of(std::string_view node) {
  std::uint32_t hash = 2166136261U;  // FNV-1a
  for (const char c : node) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return static_cast<env::Color>(1 + (hash >> 8) % 6);
}

std::vector<Row> rows_of(const RowContext& context, const Room& room, std::size_t number) {
  const Line& line = room.lines[number];
  std::vector<Row> rows;
  if (begins_day(context, room, number)) rows.push_back({{day_text(day_of(context, line.at)), kDim}});
  Parts parts = parts_of(context, line, number == room.found);
  Row row = {{line::hours_and_minutes(line.at, context.utc_offset(line.at)) + " ", kDim}};
  row.insert(row.end(), parts.prefix.begin(), parts.prefix.end());
  int used = 0;
  for (const Span& span : row) used += width_of(span.text);
  const int indent = context.width < kNarrow ? 0 : 6;
  if (used + 4 > context.width) {  // a name as wide as the pane stands alone
    rows.push_back(std::move(row));
    row.clear();
    used = 0;
  }
  for (const std::string_view piece : wrap(parts.body, context.width - used, context.width - indent)) {
    if (row.empty()) row.push_back({std::string(static_cast<std::size_t>(indent), ' '), {}});
    row.push_back({std::string(piece), parts.style});
    rows.push_back(std::move(row));
    row.clear();
  }
  return rows;
}

std::vector<Row> visible_rows(const RowContext& context, const Room& room, int height) {
  std::vector<Row> rows;  // last first
  if (room.lines.empty()) return rows;
  Position at = room.follows ? last_row(context, room) : room.bottom;
  at.line = std::min(at.line, room.lines.size() - 1);
  const auto limit = static_cast<std::size_t>(std::max(0, height));
  for (std::size_t line = at.line + 1; line-- > 0 && rows.size() < limit;) {
    std::vector<Row> of_line = rows_of(context, room, line);
    const std::size_t shown =
        line == at.line ? std::min(of_line.size(), static_cast<std::size_t>(at.row) + 1) : of_line.size();
    for (std::size_t i = shown; i-- > 0 && rows.size() < limit;) rows.push_back(std::move(of_line[i]));
  }
  std::reverse(rows.begin(), rows.end());
  return rows;
}

void scroll(const RowContext& context, Room& room, int rows, int height) {
  if (room.lines.empty()) return;
  Position at = room.follows ? last_row(context, room) : room.bottom;
  if (rows < 0) move_up(context, room, at, -rows);
  if (rows > 0) move_down(context, room, at, rows);
  settle_at(context, room, at, height);
}

void show_line(const RowContext& context, Room& room, std::size_t line, int height) {
  Position at{line, row_count(context, room, line) - 1};
  move_down(context, room, at, height / 2);
  settle_at(context, room, at, height);
}

}  // namespace frontend::tui
