#include "protocol/chat.h"

namespace protocol {

Chat::Chat(bloom::Program& program, const Self& self)
    : host(program),
      channels(program),
      links(program, self, host, channels),
      membership(program, self, host, channels, links),
      dialer(program, self, host, channels, links, membership),
      own_profile(program, self, host, channels, links, membership),
      log(program, self, host, channels),
      liveness(program, self, host, channels, links, membership, own_profile, log),
      election(program, self, host, links, membership, own_profile, liveness),
      relaying(program, self, host, channels, links, election, log),
      repair(program, self, host, channels, links, liveness, election, log),
      presence(program, self, host, membership, election),
      roster(program, self, membership, own_profile, election) {}

Chat::~Chat() = default;

}  // namespace protocol
