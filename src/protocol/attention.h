// Attention: how often this peer beats for whom, and whose silence it notices soon. All that is said passes through the
// leader: it beats for everyone at every interval. The next in line beat seldom, and vouch for it. Nothing waits for the
// others: they beat rarely, and are waited for with patience.
#pragma once

#include "protocol/circle.h"
#include "protocol/relay.h"

namespace protocol {

// The way to the leader. `leans`: on a neighbour that vouches for it, and does not know how much it matters, so it is asked.
struct Close   { base::PeerId peer; bool leans = false; };
// Who leads, or would next, and is expected to beat accordingly: what silence was before counts for little.
struct Attended { base::PeerId peer; };
struct Watched { base::PeerId peer; base::Instant since; };
struct Place   { bool of_this_peer = true; };
struct Quiet   { base::PeerId peer; base::Duration silent_for; };  // for too long, who is close
struct Uneasy  { bool about_our_lines = true; };

struct Attention {
  Attention(const bloom::Scope& scope, const Self& self, Host& host, Links& links, Membership& membership,
            Liveness& liveness, Witness& witness, Election& election, Circle& circle, Relaying& relaying);
  ~Attention();

  bloom::Periodic                       interval, seldom, rarely;
  bloom::Scratch<Place>                 leading, next;
  bloom::Scratch<Close>                 close;
  bloom::Scratch<Attended>              attended;
  bloom::Table<Watched, &Watched::peer> watched;
  bloom::Scratch<Quiet>                 quiet;
  bloom::Scratch<Uneasy>                uneasy;
};

}  // namespace protocol
