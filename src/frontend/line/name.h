// What a member is called on a screen: its nick, made safe to show, and told apart from others that look the same.
#pragma once

#include <string>

#include "frontend/line/printable.h"
#include "node/session.h"

namespace frontend::line {

inline std::string name_of(const node::Message& message) {
  return printable_name(node::shown_name(message.nick, message.node, message.namesake));
}

inline std::string name_of(const node::MemberInfo& member) {
  return printable_name(node::shown_name(member.nick, member.node, member.namesake));
}

}  // namespace frontend::line
