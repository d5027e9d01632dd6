// Liveness: which neighbours are here now. A view over fresh evidence: a link that stands, and one heartbeat
// over it. Who wants a heartbeat sent at once says so with a Pulse. What has not changed since the last one is not
// said again: a keep-alive stands for it.
#pragma once

#include "protocol/own_profile.h"

namespace protocol {

// probe: it shall answer at once. whole: it may not know what we said before.
struct Pulse { base::PeerId to; bool probe = false; bool whole = false; };
struct Met   { base::PeerId peer; };
struct Said  { std::uint64_t incarnation = 0; base::Duration age{}; Heartbeat heartbeat; };  // the later one is greater
struct Noted { base::PeerId from; LMax<Said> last; };

struct Liveness {
  Liveness(const bloom::Scope& scope, Channels& channels, Links& links, OwnProfile& own);
  ~Liveness();

  bloom::Scratch<Pulse>                     pulse;
  bloom::Table<Noted, &Noted::from>         noted;
  // Heartbeats, and those that keep-alives repeat, that show something else than is known here (heartbeat.cc).
  bloom::Scratch<Heartbeat>                 word;
  bloom::Table<Met, &Met::peer>             met;
  bloom::Scratch<Met>                       gone, alive;
};

}  // namespace protocol
