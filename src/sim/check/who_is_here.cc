#include "sim/check/who_is_here.h"

#include <algorithm>
#include <map>

#include "protocol/chat.h"

namespace sim {

namespace {

using Nicks = std::map<base::PeerId, std::string>;

std::string own_nick(const node::Peer& peer) {
  const auto& me = peer.chat().membership.me;
  return me.empty() ? "" : me.begin()->profile.nick.value;
}

Nicks listed_by(const node::Peer& peer) {
  Nicks nicks{{peer.id(), own_nick(peer)}};
  for (const protocol::Here& member : peer.chat().presence.here) nicks[member.id] = member.nick.value;
  return nicks;
}

// Without a copy: in a large group this is done for each of thousands.
bool lists(const node::Peer& peer, const Nicks& all) {
  const auto& here = peer.chat().presence.here;
  const auto is_as_listed = [&](const protocol::Here& member) {
    const auto found = all.find(member.id);
    return found != all.end() && found->second == member.nick.value;
  };
  return here.size() + 1 == all.size() && std::all_of(here.begin(), here.end(), is_as_listed);
}

std::string text_of(const Nicks& nicks) {
  std::string text;
  for (const auto& [id, nick] : nicks)
    text += (text.empty() ? "" : ", ") + nick + " (" + base::short_hex(id) + ")";
  return text;
}

}  // namespace

void WhoIsHere::at_calm(bool) {
  Nicks here;
  std::map<std::string, base::PeerId> owner;  // of a nick
  for (HostIndex host = 0; host < world_.hosts(); ++host) {
    if (!world_.running(host)) continue;
    const node::Peer& peer = world_.peer(host);
    const std::string nick = own_nick(peer);
    here[peer.id()] = nick;
    const auto [other, is_first] = owner.emplace(nick, peer.id());
    if (!is_first)
      fail(base::short_hex(peer.id()) + " and " + base::short_hex(other->second) + " both go by " + nick);
  }
  for (HostIndex host = 0; host < world_.hosts(); ++host) {
    if (!world_.running(host) || lists(world_.peer(host), here)) continue;
    return fail(name_of(host) + " lists " + text_of(listed_by(world_.peer(host))) + " where there are " +
                text_of(here));
  }
}

}  // namespace sim
