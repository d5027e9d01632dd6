#include "node/settings.h"

namespace node {

Setting setting_of(const protocol::Entry& entry) {
  return {.node = base::to_hex(entry.stream.author), .name = entry.room.value, .value = entry.text.value, .at = entry.hlc};
}

bool Settings::take(const protocol::Entry& entry) {
  auto& names = by_author_[entry.stream.author];
  const auto known = names.find(entry.room.value);
  if (known == names.end()) {
    if (names.size() >= kNamesMax) return false;
    names.emplace(entry.room.value, setting_of(entry));
    return true;
  }
  if (entry.hlc <= known->second.at) return false;
  const bool news = known->second.value != entry.text.value;
  known->second = setting_of(entry);
  return news;
}

void Settings::visit(const std::function<void(const Setting&)>& visit) const {
  for (const auto& [author, names] : by_author_) {
    for (const auto& [name, setting] : names) visit(setting);
  }
}

}  // namespace node
