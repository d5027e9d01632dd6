#include "sim/check/who_is_here.h"

#include <map>

namespace sim {

namespace {

using Nicks = std::map<std::string, std::string>;  // by node

Nicks listed_by(const node::Peer& peer) {
  Nicks nicks;
  for (const node::MemberInfo& member : peer.members()) {
    if (member.here) nicks[member.node] = member.nick;
  }
  return nicks;
}

std::string text_of(const Nicks& nicks) {
  std::string text;
  for (const auto& [node, nick] : nicks)
    text += (text.empty() ? "" : ", ") + nick + " (" + node.substr(0, 8) + ")";
  return text;
}

}  // namespace

void WhoIsHere::at_calm(bool) {
  Nicks here;
  for (HostIndex host = 0; host < world_.hosts(); ++host) {
    if (!world_.running(host)) continue;
    const node::Peer& peer = world_.peer(host);
    const std::string node = base::to_hex(peer.id());
    here[node] = listed_by(peer)[node];
  }
  for (HostIndex host = 0; host < world_.hosts(); ++host) {
    if (!world_.running(host)) continue;
    const Nicks listed = listed_by(world_.peer(host));
    if (listed != here)
      return fail(name_of(host) + " lists " + text_of(listed) + " where there are " + text_of(here));
  }
  std::map<std::string, std::string> owner;  // of a nick
  for (const auto& [node, nick] : here) {
    const auto [other, is_first] = owner.emplace(nick, node);
    if (!is_first)
      return fail(node.substr(0, 8) + " and " + other->second.substr(0, 8) + " both go by " + nick);
  }
}

}  // namespace sim
