#include "frontend/tui/first_start.h"

#include <algorithm>
#include <utility>

#include "frontend/line/command.h"
#include "frontend/line/printable.h"
#include "frontend/tui/canvas.h"
#include "frontend/tui/display_width.h"
#include "frontend/tui/wrap.h"

namespace frontend::tui {

namespace {

constexpr std::string_view kWelcome =
    "Welcome to Conclave, a group chat without a server.\n"
    "\n"
    "What shall others call you? Enter takes the name as it stands, Ctrl-C leaves.\n"
    "Later, /nick changes it, and /invite makes a link that lets somebody in.";

}  // namespace

FirstStart::FirstStart(env::Terminal& terminal, std::string suggestion) : terminal_(terminal) {
  editor_.insert(suggestion);
  terminal_.attach(*this);
  paint();
}

void FirstStart::key(const env::Key& key) {
  if (key.kind == env::KeyKind::kControl &&
      (key.text == "c" || (key.text == "d" && editor_.text().empty()))) {
    given_up_ = true;
  } else if (key.kind == env::KeyKind::kEnter) {
    problem_ = line::nick_problem(editor_.text());
    if (problem_.empty()) nick_ = editor_.text();
  } else {
    editor_.key(key);
    problem_.clear();
  }
  paint();
}

void FirstStart::pasted(std::string text) {
  editor_.insert(line::printable_name(text.substr(0, std::min(text.find('\n'), text.size()))));
  paint();
}

void FirstStart::paint() {
  Canvas canvas(terminal_.size());
  const int columns = canvas.size().columns;
  int row = canvas.size().rows > 14 ? 2 : 0;
  const int left = columns > 60 ? 4 : 0;
  for (const std::string_view text : wrap(kWelcome, columns - left, columns - left)) {
    canvas.text(row++, left, columns, text, {.bold = text.starts_with("Welcome")});
  }
  ++row;
  const int begin = canvas.text(row, left, columns, "Nick: ", {.bold = true});
  const std::string_view before = std::string_view(editor_.text()).substr(0, editor_.cursor());
  canvas.text(row, begin, columns, editor_.text());
  canvas.cursor(std::min(row, canvas.size().rows - 1), std::min(columns - 1, begin + width_of(before)));
  canvas.text(row + 1, left, columns, problem_, {.color = env::Color::kRed});
  terminal_.show(canvas.frame());
}

}  // namespace frontend::tui
