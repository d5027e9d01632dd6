#include "os/sqlite/words.h"

#include <algorithm>

namespace os {

namespace {

constexpr std::string_view kBlanks = " \t\r\n";

std::string quoted(std::string_view word) {
  const bool begins_so = word.size() > 1 && word.ends_with('*');
  if (begins_so) word.remove_suffix(1);
  std::string text = "\"";
  for (const char c : word) {
    if (c == '"') text += '"';
    text += c;
  }
  return text + (begins_so ? "\"*" : "\"");
}

}  // namespace

std::string match_expression(std::string_view query) {
  std::string expression;
  for (std::size_t at = query.find_first_not_of(kBlanks); at != std::string_view::npos;
       at = query.find_first_not_of(kBlanks, at)) {
    const std::size_t end = std::min(query.find_first_of(kBlanks, at), query.size());
    if (!expression.empty()) expression += ' ';
    expression += quoted(query.substr(at, end - at));
    at = end;
  }
  return expression;
}

}  // namespace os
