#include "sim/check/longest_lived.h"

#include <algorithm>

#include "protocol/chat.h"
#include "sim/check/one_leader.h"

namespace sim {

namespace {

// Ages are told in messages, which take a while: of two that began so close together either may lead.
constexpr base::Duration kTooCloseToTell = std::chrono::seconds(2);

}  // namespace

// By its own account, for it may have resigned; but no earlier than it began, or ran again after long, as we know.
base::Instant LongestLived::born_at(HostIndex host) const {
  const auto own = world_.peer(host).chat().own_profile.born.value().reveal();
  return std::max(world_.up_since(host), own ? world_.in_world(host, *own) : base::Instant::min());
}

void LongestLived::at_calm(bool) {
  const std::string leader = common_leader(world_, all(world_));
  HostIndex eldest = kNoHost, leads = kNoHost;
  for (HostIndex host = 0; host < world_.hosts(); ++host) {
    if (!world_.running(host)) continue;
    if (eldest == kNoHost || born_at(host) < born_at(eldest)) eldest = host;
    if (base::to_hex(world_.peer(host).id()) == leader) leads = host;
  }
  if (leads == kNoHost || born_at(leads) <= born_at(eldest) + kTooCloseToTell) return;
  fail(name_of(leads) + ", up since " + in_seconds(born_at(leads)) + ", leads " + name_of(eldest) +
       ", up since " + in_seconds(born_at(eldest)));
}

}  // namespace sim
