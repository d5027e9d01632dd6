#include "protocol/attention.h"

namespace protocol {

Attention::Attention(const bloom::Scope& scope, const Self& self, Host& host, Links& links, Liveness& liveness,
                     Election& election, Relaying& relaying)
    : close(scope, "close"), uneasy(scope, "uneasy") {
  close <= relaying.gateway.map([](const Gateway& g) { return Close{g.via, g.via != g.leader}; });
  close <= (election.leader * links.linked).pairs([self](const Standing& l, const Linked& to) -> std::optional<Close> {
    if (l.id != self.id) return std::nullopt;
    return Close{to.peer};
  });

  // Non-monotone, and as safe as the slower watch over all links (links.cc).
  liveness.pulse <= (host.watch * close * links.bound * links.heard).combos(
      &Close::peer, &Bound::peer, &Bound::link, &Heard::link,
      [](const Beat& beat, const Close& c, const Bound&, const Heard& h) -> std::optional<Pulse> {
    if (*h.at.reveal() + kProbeAfter > beat.at) return std::nullopt;
    return Pulse{c.peer, true};
  });
  links.cut <= (host.watch * close * links.bound * links.heard).combos(
      &Close::peer, &Bound::peer, &Bound::link, &Heard::link,
      [](const Beat& beat, const Close&, const Bound&, const Heard& h) -> std::optional<Cut> {
    if (*h.at.reveal() + kSilenceMax > beat.at) return std::nullopt;
    return Cut{h.link, "silent"};
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
