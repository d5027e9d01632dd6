// The terminal port: keys and pastes in, a grid of styled cells out. It never decides what a key means.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace env {

// The sixteen that every theme defines for its own background, and whatever the terminal's default is.
enum class Color : std::uint8_t { kDefault, kRed, kGreen, kYellow, kBlue, kMagenta, kCyan };

struct Style {
  Color color = Color::kDefault;
  bool bold = false, dim = false, reverse = false, underline = false;
  bool operator==(const Style&) const = default;
};

// A character with its combining marks. One that is two columns wide is followed by a cell with no text.
struct Cell {
  std::string text = " ";
  Style style;
  bool operator==(const Cell&) const = default;
};

struct ScreenSize {
  int columns = 80, rows = 24;
  bool operator==(const ScreenSize&) const = default;
};

struct Frame {
  ScreenSize size;
  std::vector<Cell> cells;  // row by row
  int cursor_column = 0, cursor_row = 0;
};

enum class KeyKind : std::uint8_t {
  kText,     // `text` holds what was typed
  kControl,  // with the Control key: `text` is the lower-case letter
  kAlt,      // with the Alt key: `text` is the character
  kEnter,
  kTab,
  kBacktab,
  kEscape,
  kBackspace,
  kDelete,
  kUp,
  kDown,
  kLeft,
  kRight,
  kWordLeft,
  kWordRight,
  kHome,
  kEnd,
  kPageUp,
  kPageDown,
};

struct Key {
  KeyKind kind = KeyKind::kText;
  std::string text{};
  bool operator==(const Key&) const = default;
};

class Terminal {
 public:
  class Listener {
   public:
    virtual ~Listener() = default;
    virtual void key(const Key& key) = 0;
    virtual void pasted(std::string text) = 0;  // as it came: several lines, not always UTF-8
    virtual void resized() = 0;
    virtual void terminal_lost() = 0;  // at most once; nothing follows
  };

  virtual ~Terminal() = default;
  virtual void attach(Listener& listener) = 0;
  virtual ScreenSize size() const = 0;
  virtual void show(const Frame& frame) = 0;  // only what changed is written
  virtual void bell() = 0;
  virtual void notify(
      std::string_view text) = 0;  // a desktop notification, where the terminal has them (OSC 9)
};

}  // namespace env
