// Where Peer looks for members on the local network.
#include <algorithm>

#include "node/discovery.h"
#include "node/peer.h"
#include "protocol/chat.h"

namespace node {

namespace {

Discovery::Company company_of(const protocol::Chat& chat, const base::PeerId& self) {
  Discovery::Company company;
  for (const protocol::Member& member : chat.membership.nodelist) {
    if (member.id == self || member.profile.reveal()->left) continue;
    ++(chat.presence.here.find(member.id) != nullptr ? company.here : company.missing);
  }
  return company;
}

bool is_linked(const protocol::Chat& chat, const std::string& address) {
  return std::any_of(chat.links.bound.begin(), chat.links.bound.end(), [&](const protocol::Bound& bound) {
    const protocol::Member* member = chat.membership.nodelist.find(bound.peer);
    return member != nullptr && member->profile.reveal()->address.value == address;
  });
}

}  // namespace

// Who is of no group yet looks for nobody.
void Peer::look_around(base::Instant now) {
  if (ports_.beacon == nullptr || self_.group_id == base::GroupId{}) return;
  if (discovery_ == nullptr) {
    const Discovery::Eyes eyes{
        .company = [this] { return company_of(*chat_, self_.id); },
        .linked = [this](const std::string& address) { return is_linked(*chat_, address); }};
    const Discovery::Home home{self_.group_id, self_.profile.address.value};
    discovery_ = std::make_unique<Discovery>(*ports_.beacon, ports_.random, home, eyes);
  }
  const Discovery::Changes changes = discovery_->step(now);
  for (const std::string& address : changes.to_dial) chat_->host.listed.insert({{address}});
  for (const std::string& address : changes.no_longer) {
    if (!is_given(address) && !registered_.contains(address)) chat_->host.unlisted.insert({{address}});
  }
}

}  // namespace node
