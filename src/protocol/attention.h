// Attention: whom this peer is close to. The leader and each of its followers beat for one another at every
// interval, and their silence is noticed soon, for all that is said passes between them. For its other neighbours
// a peer beats seldom, and is patient with them: nothing waits for these.
#pragma once

#include "protocol/relay.h"

namespace protocol {

// `leans`: on a neighbour that vouches for the leader. It does not know how much it matters, so it is asked.
struct Close { base::PeerId peer; bool leans = false; };
struct Quiet  { base::PeerId peer; LinkId link = 0; base::Duration silent_for; };  // for too long, who is close
struct Uneasy { bool about_our_lines = true; };

struct Attention {
  Attention(const bloom::Scope& scope, const Self& self, Host& host, Links& links, Liveness& liveness,
            Election& election, Relaying& relaying);
  ~Attention();

  bloom::Periodic        interval, seldom;
  bloom::Scratch<Close>  close;
  bloom::Scratch<Quiet>  quiet;
  bloom::Scratch<Uneasy> uneasy;
};

}  // namespace protocol
