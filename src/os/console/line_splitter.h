// LineSplitter: cuts a stream of bytes into lines, in the pieces it comes in. Bounded: what a line holds
// beyond the limit is dropped.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace os {

class LineSplitter {
 public:
  explicit LineSplitter(std::size_t line_bytes_max) : line_bytes_max_(line_bytes_max) {}

  // `bytes` stay the caller's and must live until next() has answered nothing.
  void feed(std::string_view bytes);
  void end() { ended_ = true; }  // no more comes: a last line without newline is a line too

  // The next whole line without "\n" or "\r\n"; nothing when more is needed.
  std::optional<std::string> next();

  bool last_line_was_cut() const { return last_line_was_cut_; }

 private:
  void append(std::string_view bytes);
  std::string finish_line();

  const std::size_t line_bytes_max_;
  std::string_view input_;
  std::string line_;  // the line that is not complete yet
  bool cut_ = false;
  bool last_line_was_cut_ = false;
  bool ended_ = false;
};

}  // namespace os
