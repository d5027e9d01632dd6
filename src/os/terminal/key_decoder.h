// KeyDecoder: bytes from a terminal to keys and pastes, in whatever pieces they come. Bounded: a paste beyond
// the limit is cut, an escape sequence that does not end is dropped.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "env/terminal.h"

namespace os {

inline constexpr std::size_t kPasteBytesMax = 256 * 1024;

class KeyDecoder {
 public:
  struct Events {
    std::function<void(const env::Key&)> key;
    std::function<void(std::string)> pasted;
  };
  explicit KeyDecoder(Events events) : events_(std::move(events)) {}

  void feed(std::string_view bytes);

  // An Escape that may also begin a longer sequence waits for it; the caller says when it waited enough.
  bool waits() const { return !pasting_ && !buffer_.empty(); }
  void give_up_waiting();

 private:
  std::size_t take();  // bytes taken from the buffer's front; 0: more is needed
  std::size_t take_paste();
  std::size_t take_escape();
  std::size_t take_sequence(std::size_t introducer);
  std::size_t take_character();
  void take_control(char byte);
  void named(std::string_view parameters, char final);

  Events events_;
  std::string buffer_, paste_;
  bool pasting_ = false;
};

}  // namespace os
