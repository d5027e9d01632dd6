// Heartbeats: what this peer tells a neighbour, whenever a Pulse asks for it.
#pragma once

#include "protocol/charter_gossip.h"
#include "protocol/circle.h"
#include "protocol/gossip.h"
#include "protocol/past.h"
#include "protocol/roll.h"

namespace protocol {

// What all heartbeats of a tick say.
struct Summary {
  Profile profile;
  base::Instant born_at;
  Digest members, log, past, charter, absent;
  std::vector<base::PeerId> elders;
};
struct Neighbour { base::PeerId peer; bool wanted = false; };

struct Heartbeats {
  Heartbeats(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Links& links,
             Gate& gate, CharterGossip& charter, Membership& membership, OwnProfile& own, Liveness& liveness, Witness& witness,
             Election& election, Gossip& gossip, RollCall& roll, Circle& circle, Log& log, Past& past);
  ~Heartbeats();

  bloom::Scratch<Summary>   summary;
  bloom::Scratch<Neighbour> neighbour;
  bloom::Scratch<Leaving>   parting;
};

}  // namespace protocol
