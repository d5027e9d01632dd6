#include "protocol/attention.h"

#include <algorithm>

namespace protocol {

Attention::Attention(const bloom::Scope& scope, const Self& self, Host& host, Links& links, Liveness& liveness,
                     Election& election, Relaying& relaying)
    : interval(scope, "interval", kHeartbeatEvery), seldom(scope, "seldom", kElderHeartbeatEvery),
      rarely(scope, "rarely", kFarHeartbeatEvery), close(scope, "close"), attended(scope, "attended"), watched(scope, "watched"), place(scope, "place"),
      quiet(scope, "quiet"), uneasy(scope, "uneasy") {
  place  <= election.elders.map([self](const Elders& first) {
    const auto here = std::find(first.ids.begin(), first.ids.end(), self.id);
    if (here == first.ids.end()) return Place{};
    return Place{here == first.ids.begin(), here != first.ids.begin()};
  });
  liveness.pulse <= (interval * place * links.linked).combos(
      [](const Beat&, const Place& r, const Linked& to) -> std::optional<Pulse> {
    if (!r.leads) return std::nullopt;
    return Pulse{to.peer};
  });
  liveness.pulse <= (seldom * place * links.linked).combos(
      [](const Beat&, const Place& r, const Linked& to) -> std::optional<Pulse> {
    if (!r.is_next) return std::nullopt;
    return Pulse{to.peer};
  });
  liveness.pulse <= (rarely * links.linked).rights([](const Linked& to) { return Pulse{to.peer}; });

  close   <= relaying.gateway.map([](const Gateway& g) { return Close{g.via, g.via != g.leader}; });
  attended <= close.map([](const Close& c) { return Attended{c.peer}; });
  attended <= election.elders.flat_map([](const Elders& first) {
    std::vector<Attended> each;
    for (const base::PeerId& id : first.ids) each.push_back({id});
    return each;
  });
  watched <+ (attended.notin(watched, &Attended::peer, &Watched::peer) * host.clock).pairs(
      [](const Attended& a, const Now& now) { return Watched{a.peer, now.at}; });
  watched <- watched.notin(attended, &Watched::peer, &Attended::peer);
  liveness.pulse <= (interval * close).rights([](const Close& c) -> std::optional<Pulse> {
    if (!c.leans) return std::nullopt;
    return Pulse{c.peer, true, true};
  });

  // Non-monotone, and as safe as the slower watch over all links (links.cc).
  quiet <= (host.watch * watched.exists(close, &Watched::peer, &Close::peer) * links.route * links.heard).combos(
      &Watched::peer, &Route::peer, &Route::link, &Heard::link,
      [](const Beat& beat, const Watched& w, const Route&, const Heard& h) -> std::optional<Quiet> {
    const base::Duration silent_for = beat.at - std::max(*h.at.reveal(), w.since - kProbeAfter);
    if (silent_for < kProbeAfter) return std::nullopt;
    return Quiet{w.peer, h.link, silent_for};
  });
  liveness.pulse <= quiet.map([](const Quiet& q) { return Pulse{q.peer, true, true}; });
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
