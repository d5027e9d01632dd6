#include "node/names.h"

#include "node/look.h"

namespace node {

void Names::note(const std::string& node, std::string_view nick) {
  Name& name = names_[node];
  if (name.nick == nick) return;
  uncount(name.look);
  name = {std::string(nick), look_of(nick)};
  ++count_[name.look];
}

void Names::forget(const std::string& node) {
  const auto name = names_.find(node);
  if (name == names_.end()) return;
  uncount(name->second.look);
  names_.erase(name);
}

void Names::uncount(const std::string& look) {
  const auto count = count_.find(look);
  if (count != count_.end() && --count->second == 0) count_.erase(count);
}

bool Names::is_shared(const std::string& node, std::string_view nick) const {
  const auto name = names_.find(node);
  const bool is_current = name != names_.end() && name->second.nick == nick;
  const std::string look = is_current ? name->second.look : look_of(nick);
  const auto count = count_.find(look);
  const std::size_t own = name != names_.end() && name->second.look == look ? 1 : 0;
  return count != count_.end() && count->second > own;
}

void Names::mark(Message& message, base::WallTime now) const {
  message.namesake = is_shared(message.node, message.nick);
  if (message.said_at > now + kClockAheadMax) message.said_at = now;
}

}  // namespace node
