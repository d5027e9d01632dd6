#include "os/console/line_splitter.h"

#include <utility>

#include "base/check.h"

namespace os {

void LineSplitter::feed(std::string_view bytes) {
  CHECK(input_.empty(), "feed() only after next() answered nothing");
  input_ = bytes;
}

std::optional<std::string> LineSplitter::next() {
  const std::size_t newline = input_.find('\n');
  append(input_.substr(0, newline));
  if (newline != std::string_view::npos) {
    input_.remove_prefix(newline + 1);
    return finish_line();
  }
  input_ = {};
  if (ended_ && !line_.empty()) return finish_line();
  return std::nullopt;
}

void LineSplitter::append(std::string_view bytes) {
  const std::string_view kept = bytes.substr(0, line_bytes_max_ - line_.size());
  line_ += kept;
  if (kept.size() < bytes.size()) cut_ = true;
}

std::string LineSplitter::finish_line() {
  last_line_was_cut_ = std::exchange(cut_, false);
  if (!last_line_was_cut_ && line_.ends_with('\r')) line_.pop_back();
  return std::exchange(line_, {});
}

}  // namespace os
