// What tests put in place of a terminal: a size to choose, and the last frame as text. Linked into no
// program.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "env/terminal.h"

namespace frontend::tui {

class FakeTerminal : public env::Terminal {
 public:
  explicit FakeTerminal(env::ScreenSize size) : screen_size(size) {}

  void attach(Listener& listener) override { input = &listener; }
  env::ScreenSize size() const override { return screen_size; }
  void show(const env::Frame& frame) override {
    shown = frame;
    ++frames;
  }
  void bell() override { ++bells; }
  void notify(std::string_view text) override { notified.emplace_back(text); }

  void type(std::string_view ascii) {
    for (const char c : ascii) input->key({env::KeyKind::kText, std::string(1, c)});
  }
  void press(env::KeyKind kind, std::string text = "") { input->key({kind, std::move(text)}); }
  void enter(std::string_view ascii) {
    type(ascii);
    press(env::KeyKind::kEnter);
  }

  // Rows without the blanks at their ends.
  std::string text() const {
    std::string out;
    for (int row = 0; row < shown.size.rows; ++row) {
      std::string line;
      for (int column = 0; column < shown.size.columns; ++column) line += cell(row, column).text;
      line.erase(line.find_last_not_of(' ') + 1);
      out += line + "\n";
    }
    return out;
  }
  const env::Cell& cell(int row, int column) const {
    return shown.cells[static_cast<std::size_t>(row) * static_cast<std::size_t>(shown.size.columns) +
                       static_cast<std::size_t>(column)];
  }

  Listener* input = nullptr;
  env::ScreenSize screen_size;
  env::Frame shown;
  int frames = 0, bells = 0;
  std::vector<std::string> notified;
};

}  // namespace frontend::tui
