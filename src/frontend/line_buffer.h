// LineBuffer: makes lines of the bytes of one client. Holds at most one line that is not complete.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace frontend {

class LineBuffer {
 public:
  explicit LineBuffer(std::size_t line_bytes_max) : line_bytes_max_(line_bytes_max) {}

  // Calls `line(text, whole)` for each line that ends in `bytes`, without its LF or CR LF. Of a longer one
  // than line_bytes_max the beginning is handed over, with `whole` false, and the rest is dropped.
  template <class Line>
  void take(std::string_view bytes, Line&& line) {
    while (!bytes.empty()) {
      const std::size_t end = bytes.find('\n');
      append(bytes.substr(0, end));
      if (end == std::string_view::npos) return;
      bytes.remove_prefix(end + 1);
      const bool whole = !std::exchange(too_long_, false);
      std::string text = std::exchange(held_, {});
      if (!text.empty() && text.back() == '\r') text.pop_back();
      line(std::string_view(text), whole);
    }
  }

 private:
  void append(std::string_view part) {
    const std::size_t room = line_bytes_max_ - held_.size();
    too_long_ = too_long_ || part.size() > room;
    held_ += part.substr(0, room);
  }

  const std::size_t line_bytes_max_;
  std::string held_;
  bool too_long_ = false;
};

}  // namespace frontend
