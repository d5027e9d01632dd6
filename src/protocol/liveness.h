// Liveness: which neighbours are here now. A view over fresh evidence: a link that stands, and one heartbeat
// over it. Who wants a heartbeat sent at once says so with a Pulse.
#pragma once

#include "protocol/own_profile.h"

namespace protocol {

struct Pulse { base::PeerId to; bool probe = false; };
struct Met   { base::PeerId peer; };

struct Liveness {
  Liveness(const bloom::Scope& scope, Host& host, Channels& channels, Links& links, OwnProfile& own);
  ~Liveness();

  bloom::Scratch<Pulse>         pulse;
  bloom::Table<Met, &Met::peer> met;
  bloom::Scratch<Met>           alive;
};

}  // namespace protocol
