#include "protocol/attention.h"

namespace protocol {

Attention::Attention(const bloom::Scope& scope, const Self& self, Host& host, Links& links, Liveness& liveness,
                     Election& election, Relaying& relaying)
    : interval(scope, "interval", kHeartbeatEvery), seldom(scope, "seldom", kFarHeartbeatEvery),
      close(scope, "close"), quiet(scope, "quiet"), uneasy(scope, "uneasy") {
  close <= relaying.gateway.map([](const Gateway& g) { return Close{g.via, g.via != g.leader}; });
  close <= (election.leader * links.linked).pairs([self](const Standing& l, const Linked& to) -> std::optional<Close> {
    if (l.id != self.id) return std::nullopt;
    return Close{to.peer};
  });

  liveness.pulse <= (interval * close).rights([](const Close& c) { return Pulse{c.peer, c.leans}; });
  liveness.pulse <= (seldom * links.linked.notin(close, &Linked::peer, &Close::peer)).rights([](const Linked& l) {
    return Pulse{l.peer};
  });

  // Non-monotone, and as safe as the slower watch over all links (links.cc).
  quiet <= (host.watch * close * links.bound * links.heard).combos(
      &Close::peer, &Bound::peer, &Bound::link, &Heard::link,
      [](const Beat& beat, const Close& c, const Bound&, const Heard& h) -> std::optional<Quiet> {
    const base::Duration silent_for = beat.at - *h.at.reveal();
    if (silent_for < kProbeAfter) return std::nullopt;
    return Quiet{c.peer, h.link, silent_for};
  });
  liveness.pulse <= quiet.map([](const Quiet& q) { return Pulse{q.peer, true}; });
  links.cut <= quiet.map([](const Quiet& q) -> std::optional<Cut> {
    if (q.silent_for < kSilenceMax) return std::nullopt;
    return Cut{q.link, "silent"};
  });

  // Whoever waits for the word that its lines are held shows all its neighbours what it has: they see that theirs
  // differs, and ask. So lines flow past a leader that stands still before it is given up.
  uneasy <= (host.watch * relaying.sent).pairs([](const Beat& beat, const Sent& s) -> std::optional<Uneasy> {
    if (s.at + kUneasyAfter > beat.at) return std::nullopt;
    return Uneasy{};
  });
  liveness.pulse <= (uneasy * links.linked).pairs([](const Uneasy&, const Linked& to) { return Pulse{to.peer}; });
}

Attention::~Attention() = default;

}  // namespace protocol
