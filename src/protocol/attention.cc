#include "protocol/attention.h"

#include <algorithm>

namespace protocol {

namespace {

constexpr base::Duration kBeatIsLate = kHeartbeatEvery + kHeartbeatEvery / 4;

}  // namespace

Attention::Attention(const bloom::Scope& scope, const Self& self, Host& host, Links& links, Membership& membership,
                     Liveness& liveness, Witness& witness, Election& election, Circle& circle, Relaying& relaying)
    : interval(scope, "interval", kHeartbeatEvery, bloom::Beats::kIfHeard),
      seldom(scope, "seldom", kElderHeartbeatEvery, bloom::Beats::kIfHeard),
      rarely(scope, "rarely", kFarHeartbeatEvery, bloom::Beats::kIfHeard), leading(scope, "leading"), next(scope, "next"),
      close(scope, "close"), attended(scope, "attended"), watched(scope, "watched"), quiet(scope, "quiet"), uneasy(scope, "uneasy") {
  leading <= election.elders.map([self](const Elders& first) -> std::optional<Place> {
    if (first.ids.empty() || first.ids.front() != self.id) return std::nullopt;
    return Place{};
  });
  next    <= election.elders.map([self](const Elders& first) -> std::optional<Place> {
    const auto here = std::find(first.ids.begin(), first.ids.end(), self.id);
    if (here == first.ids.end() || here == first.ids.begin()) return std::nullopt;
    return Place{};
  });
  liveness.pulse <= (interval * leading * links.linked).rights([](const Linked& to) { return Pulse{to.peer}; });
  liveness.pulse <= (seldom * next * links.linked).rights([](const Linked& to) { return Pulse{to.peer}; });
  liveness.pulse <= (rarely * links.linked).rights([](const Linked& to) { return Pulse{to.peer}; });

  close   <= relaying.gateway.map([](const Gateway& g) { return Close{g.via, g.via != g.leader}; });
  liveness.pulse <= (interval * close.filter([](const Close& c) { return c.leans; })).rights([](const Close& c) {
    return Pulse{c.peer, true, true};
  });

  // Who leads, or would next, is expected to beat accordingly, and given time from when that became so.
  attended <= close.map([](const Close& c) { return Attended{c.peer}; });
  attended <= election.elders.flat_map([](const Elders& first) {
    std::vector<Attended> each;
    for (const base::PeerId& id : first.ids) each.push_back({id});
    return each;
  });
  watched <+ (attended.notin(watched, &Attended::peer, &Watched::peer) * host.clock).pairs(
      [](const Attended& a, const Now& now) { return Watched{a.peer, now.at}; });
  watched <- watched.notin(attended, &Watched::peer, &Attended::peer);

  // Non-monotone, and as safe as the slower watch over all links (links.cc).
  const auto heard_at = [&links](const Watched& w) {
    const Route* route = links.route.find(w.peer);
    const Heard* heard = route == nullptr ? nullptr : links.heard.find(route->link);
    return heard == nullptr ? w.since - kProbeAfter : std::max(w.since - kProbeAfter, *heard->at.reveal());
  };
  quiet   <= (host.watch * watched.exists(close, &Watched::peer, &Close::peer)).pairs(bloom::due(
      [heard_at, &membership](const Watched& w) { return heard_at(w) + membership.patience(kProbeAfter); },
      [heard_at](const Beat& beat, const Watched& w) { return Quiet{w.peer, beat.at - heard_at(w)}; }))
                 .reads(links.route, links.heard, membership.nodelist);
  liveness.pulse <= quiet.map([](const Quiet& q) { return Pulse{q.peer, true, true}; });
  links.cut <= (quiet * links.route).pairs(&Quiet::peer, &Route::peer,
      [&membership](const Quiet& q, const Route& r) -> std::optional<Cut> {
    if (q.silent_for < membership.patience(kSilenceMax)) return std::nullopt;
    return Cut{r.link, "silent"};
  }).reads(membership.nodelist);

  // A dial that nobody answers, or an accepted link that never says Hello.
  links.cut <= (host.watch * links.link.notin(links.bound, &Link::id, &Bound::link)).pairs(bloom::due(
      [&membership](const Link& l) { return l.since + membership.patience(kAnswerMax); },
      [](const Beat&, const Link& l) { return Cut{l.id, "no answer"}; })).reads(membership.nodelist);

  // Before it is believed to be gone, those next to this peer are asked, once: they hear it on links of their own (the
  // indirect probe of SWIM, Das et al. 2002).
  liveness.pulse <= (quiet * circle.wanted).pairs(
      [&membership](const Quiet& q, const Wanted& w) -> std::optional<Pulse> {
    const base::Duration at = membership.patience(kAskOthersAfter);
    const bool now = q.silent_for >= at && q.silent_for < at + kWatchEvery;
    if (!now || w.id == q.peer) return std::nullopt;
    return Pulse{w.id, true, true};
  }).reads(membership.nodelist);

  // The leader has spoken within a beat, or the network is bad: then the end of its link is no evidence of its own.
  witness.gave_up <= (witness.ended * close).pairs(&HungUp::peer, &Close::peer,
      [](const HungUp& e, const Close& c) -> std::optional<Witnessed> {
    if (c.leans || e.silent_for < kBeatIsLate) return std::nullopt;
    return Witnessed{e.peer};
  });

  // Whoever waits for the word that its lines are held shows all its neighbours what it has: they see that theirs
  // differs, and ask. So lines flow past a leader that stands still before it is given up.
  uneasy <= (host.watch * relaying.sent).pairs(bloom::due(
      [](const Sent& s) { return s.at + kUneasyAfter; }, [](const Beat&, const Sent&) { return Uneasy{}; }));
  liveness.pulse <= (uneasy * links.linked).pairs([](const Uneasy&, const Linked& to) { return Pulse{to.peer}; });
}

Attention::~Attention() = default;

}  // namespace protocol
