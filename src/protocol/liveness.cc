#include "protocol/liveness.h"

namespace protocol {

Liveness::Liveness(const bloom::Scope& scope, Host& host, Channels& channels, Links& links, OwnProfile& own)
    : pulse(scope, "pulse"), met(scope, "met"), alive(scope, "alive") {
  // Alive: met, and still linked. Non-monotone: a link that closed is evidence of death at once. It may be
  // wrong, for links break too; then the redial that succeeds and the heartbeat that follows bring it back.
  met   <= channels.heartbeat.map([](const Heartbeat& h) { return Met{h.from}; });
  met   <- met.notin(links.linked, &Met::peer, &Linked::peer);
  alive <= met.exists(links.linked, &Met::peer, &Linked::peer);

  // Somebody should know at once: after a Hello (in the next tick, when we have made way for an older peer),
  // when our profile changed, when we are asked, and when a neighbour has been silent for a while.
  pulse <+ links.greeted.map([](const Hello& h) { return Pulse{h.id}; });
  pulse <+ (own.revision * links.linked).rights([](const Linked& l) { return Pulse{l.peer}; });
  pulse <= channels.heartbeat.map([](const Heartbeat& h) -> std::optional<Pulse> {
    if (!h.probe) return std::nullopt;
    return Pulse{h.from};
  });
  pulse <= (host.watch * links.heard * links.bound).combos(&Heard::link, &Bound::link,
      [](const Beat& beat, const Heard& h, const Bound& b) -> std::optional<Pulse> {
    if (*h.at.reveal() + kFarProbeAfter > beat.at) return std::nullopt;
    return Pulse{b.peer, true};
  });
}

Liveness::~Liveness() = default;

}  // namespace protocol
