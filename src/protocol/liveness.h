// Liveness: who is here now. A view over fresh evidence: a link that stands, and one heartbeat over it.
#pragma once

#include "protocol/log.h"
#include "protocol/own_profile.h"

namespace protocol {

struct Summary   { Profile profile; base::Instant born_at; Digest members, log; };  // what a heartbeat says
struct Pulse     { base::PeerId to; };
struct Met       { base::PeerId peer; };

struct Liveness {
  Liveness(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Links& links,
           Membership& membership, OwnProfile& own, Log& log);
  ~Liveness();

  bloom::Periodic         interval;
  bloom::Scratch<Summary> summary;
  bloom::Scratch<Pulse>   pulse;
  bloom::Table<Met, &Met::peer> met;
  bloom::Scratch<Met>     alive;
  bloom::Scratch<Leaving> parting;
};

}  // namespace protocol
