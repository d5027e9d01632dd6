#include "protocol/liveness.h"

namespace protocol {

Liveness::Liveness(const bloom::Scope& scope, Channels& channels, Links& links, OwnProfile& own)
    : pulse(scope, "pulse"), noted(scope, "noted"), word(scope, "word"), met(scope, "met"), gone(scope, "gone"),
      alive(scope, "alive") {
  // A keep-alive that repeats what never came is answered by asking for it.
  noted <= channels.heartbeat.map([](const Heartbeat& h) { return Noted{h.from, LMax(Said{h.profile.incarnation, h.age, h})}; });
  noted <- (noted * gone).lefts(&Noted::from, &Met::peer);
  pulse <= (channels.keep_alive * noted).outer(&KeepAlive::from, &Noted::from,
      [](const KeepAlive& k, const Noted* n) -> std::optional<Pulse> {
    if (n != nullptr && n->last.reveal()->heartbeat.edition == k.edition) return std::nullopt;
    return Pulse{k.from, true, true};
  });

  // Alive: met, and still linked. Non-monotone: a link that closed is evidence of death at once. It may be
  // wrong, for links break too; then the redial that succeeds and the heartbeat that follows bring it back.
  met   <= channels.heartbeat.map([](const Heartbeat& h) { return Met{h.from}; });
  gone  <= met.notin(links.linked, &Met::peer, &Linked::peer);
  met   <- gone;
  alive <= met.exists(links.linked, &Met::peer, &Linked::peer);

  // Somebody should know at once: after a Hello (in the next tick, when we have made way for an older peer),
  // when our profile changed, when we are asked, and when a neighbour has been silent for a while.
  pulse <+ links.greeted.map([](const Hello& h) { return Pulse{h.id}; });
  pulse <+ (own.revision * links.linked).rights([](const Linked& l) { return Pulse{l.peer}; });
  pulse <= channels.heartbeat.map([](const Heartbeat& h) -> std::optional<Pulse> {
    if (!h.probe) return std::nullopt;
    return Pulse{h.from, false, true};
  });
  pulse <= (links.silent * links.route).pairs(&Silent::link, &Route::link,
      [](const Silent&, const Route& r) { return Pulse{r.peer, true, true}; });
}

Liveness::~Liveness() = default;

}  // namespace protocol
