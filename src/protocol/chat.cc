#include "protocol/chat.h"

namespace protocol {

Chat::Chat(bloom::Program& program, const Self& self)
    : host(program),
      channels(program),
      charter(program, self, host, channels),
      gate(program, self, host, channels, charter),
      links(program, self, host, channels, gate),
      membership(program, self, host, channels, links),
      dialer(program, self, host, channels, links, membership),
      own_profile(program, self, host, channels, links, membership),
      liveness(program, channels, links, own_profile),
      witness(program, self, host, channels, links, membership, liveness),
      election(program, self, host, charter, links, membership, own_profile, liveness, witness),
      gossip(program, self, host, channels, links, membership, liveness, election),
      charter_gossip(program, self, host, channels, links, charter, liveness, election),
      roll(program, self, host, channels, membership, liveness, election),
      circle(program, self, host, channels, links, membership, roll, dialer),
      log(program, self, host, channels, charter),
      past(program, self, host, channels, links, liveness, log),
      fair_share(program, host, log),
      relaying(program, self, host, channels, links, witness, election, log, fair_share),
      attention(program, self, host, links, membership, liveness, witness, election, circle, relaying),
      heartbeats(program, self, host, channels, links, gate, charter_gossip, membership, own_profile, liveness, witness, election,
                 gossip, roll, circle, log, past),
      repair(program, self, host, channels, links, liveness, election, heartbeats, log, relaying),
      presence(program, self, charter, membership, election, roll),
      roster(program, self, membership, own_profile, presence) {}

Chat::~Chat() = default;

}  // namespace protocol
