#include "node/tagged_text.h"

namespace node {

namespace {
constexpr char kTagsMark = '\x1e';  // before and after the tags, where there are any, or the text begins with one
}

std::string tagged_text(const TaggedText& parts) {
  std::string text(parts.text);
  if (parts.tags.empty() && !text.starts_with(kTagsMark)) return text;
  return kTagsMark + std::string(parts.tags) + kTagsMark + text;
}

TaggedText read_tagged_text(std::string_view said) {
  const std::size_t end = said.starts_with(kTagsMark) ? said.find(kTagsMark, 1) : std::string_view::npos;
  if (end == std::string_view::npos) return {.tags = {}, .text = said};
  return {.tags = said.substr(1, end - 1), .text = said.substr(end + 1)};
}

}  // namespace node
