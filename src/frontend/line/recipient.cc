#include "frontend/line/recipient.h"

#include <set>

#include "frontend/line/printable.h"
#include "frontend/settings.h"

namespace frontend::line {

namespace {

constexpr std::size_t kNamedMax = 5;  // of those who might be meant

bool is_meant(std::string_view who, std::string_view node, const std::string& nick) {
  return nick == who || node::shown_name(nick, node, true) == who || (who.size() >= kNodeDigits && node.starts_with(who));
}

// By what they are called now, and by what they were called when they came.
std::set<std::string> meant(const node::Session& session, std::string_view who) {
  std::set<std::string> nodes;
  for (const node::MemberInfo& member : session.members()) {
    if (is_meant(who, member.node, member.nick)) nodes.insert(member.node);
  }
  for (const node::Belonging& member : session.belonging()) {
    if (!member.removed_by.empty()) {
      nodes.erase(member.node);
    } else if (is_meant(who, member.node, member.nick)) {
      nodes.insert(member.node);
    }
  }
  return nodes;
}

std::string self_of(const node::Session& session) {
  for (const node::MemberInfo& member : session.members()) {
    if (member.self) return member.node;
  }
  return {};
}

}  // namespace

base::Result<Recipient> find_recipient(const node::Session& session, std::string_view who) {
  const std::set<std::string> nodes = meant(session, who);
  const std::string name = printable_name(who);
  if (nodes.empty()) {
    if (const auto user = find_hosted(session, who)) return Recipient{user->node, user->nick};
    return base::Error{
        "There is no member called " + name +
        ", so nothing was sent. /who lists who is here; the first 8 digits of a node will do too."};
  }
  if (nodes.size() == 1) {
    if (*nodes.begin() == self_of(session)) return base::Error{"That is you: nothing was sent."};
    return Recipient{*nodes.begin()};
  }
  std::string choices;
  std::size_t named = 0;
  for (const std::string& node : nodes) {
    if (++named > kNamedMax) break;
    choices += (choices.empty() ? "" : ", ") + node.substr(0, kNodeDigits);
  }
  return base::Error{std::to_string(nodes.size()) + " members may be meant by " + name +
                     ", so nothing was sent. Name one by the digits of its node: " + choices + "."};
}

}  // namespace frontend::line
