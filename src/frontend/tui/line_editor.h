// LineEditor: the text being typed, its cursor, and what was typed before. Keys in, text out; draws nothing.
#pragma once

#include <deque>
#include <string>
#include <string_view>

#include "env/terminal.h"

namespace frontend::tui {

class LineEditor {
 public:
  // False where the key is not about editing.
  bool key(const env::Key& key);
  void insert(std::string_view text);
  void replace(std::size_t begin, std::string_view text);  // from `begin` to the cursor
  std::string take();                                      // remembers it, and begins anew

  const std::string& text() const { return text_; }
  std::size_t cursor() const { return cursor_; }  // in bytes

 private:
  bool control(char letter);
  void erase(std::size_t begin, std::size_t end);
  std::size_t before(std::size_t at) const;
  std::size_t after(std::size_t at) const;
  std::size_t word_before(std::size_t at) const;
  std::size_t word_after(std::size_t at) const;
  void browse(int step);

  std::string text_, cut_, unfinished_;
  std::size_t cursor_ = 0;
  std::deque<std::string> history_;
  std::size_t browsed_ = 0;  // how far back; 0: what is being typed
};

}  // namespace frontend::tui
