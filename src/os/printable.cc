#include "os/printable.h"

#include <algorithm>

namespace os {

std::string printable(std::string_view text, std::size_t bytes_max) {
  std::string result(text.substr(0, bytes_max));
  std::replace_if(
      result.begin(), result.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  if (text.size() > bytes_max) result += "...";
  return result;
}

}  // namespace os
