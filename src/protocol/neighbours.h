// Whom a peer of a large or small group keeps links with. A pure function, so that its promises can be tested
// for any group: everyone is linked to the elders, and the ring holds all together when they are lost.
#pragma once

#include <vector>

#include "protocol/dialing.h"

namespace protocol {

struct Candidate {
  base::PeerId id;
  Address address;
  std::uint64_t stamp = 0;
  bool absent = false;  // missed by the leader
  Tried tried;
};

// A group of up to kMeshMax, the absent counted: everyone. Else, of those present, the kEldersMax first in line
// and the kRingMax next on the ring of ids; and of the absent the kSearchMax whose turn it is to be looked for, where
// `self`, who is one of the candidates, is an elder itself: enough for two halves to find each other, and few enough that
// those who come back, or are slow to come, are not called by everybody at once.
std::vector<base::PeerId> neighbours(const base::PeerId& self, std::vector<Candidate> candidates);

}  // namespace protocol
