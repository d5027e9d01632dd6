#include "protocol/relay.h"

namespace protocol {

Relaying::Relaying(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Links& links,
                   Witness& witness, Election& election, Log& log, FairShare& share)
    : acked(scope, "acked"), sent(scope, "sent"), steady(scope, "steady"), acked_through(scope, "acked_through"),
      gateway(scope, "gateway"), confirmer(scope, "confirmer"), outgoing(scope, "outgoing"), reach(scope, "reach"), due(scope, "due"),
      postponed(scope, "postponed"), owed(scope, "owed"), withheld(scope, "withheld"), answerable(scope, "answerable"), crowd(scope, "crowd") {
  auto& leader = election.leader;
  const auto own_entry = [self, &log](const Due& d) { return log.entries.find(self.stream, d.seq); };

  // Our lines that nobody confirmed yet, in their order, a window of them at a time: a small one while we are loud, so that
  // no line of others stands behind many of ours.
  const auto unacked = (acked_through * log.held).pairs(
      [self](const Acked& a, const Held& h) -> std::optional<Unacked> {
    if (h.stream != self.stream) return std::nullopt;
    return Unacked{self.id, a.through + 1, *h.through.reveal()};
  });
  outgoing <= (unacked * share.loud).outer(&Unacked::author, &Loud::author, [](Unacked u, const Loud* loud) {
    if (loud != nullptr) u.window = kSharedWindow;
    return u;
  }).flat_map([self, &log](const Unacked& u) { return window(u, self.stream, log); }).reads(log.entries);
  reach    <= outgoing.group(by<>, bloom::max(&Outgoing::seq));

  // The way to the leader: a link, or else a neighbour that vouches for it.
  gateway   <= (leader * links.linked).pairs(&Standing::id, &Linked::peer,
      [](const Standing& l, const Linked&) { return Gateway{l.id, l.id}; });
  gateway   <= (leader.notin(links.linked, &Standing::id, &Linked::peer) * witness.vouched).pairs(
      &Standing::id, &Vouch::id, [](const Standing&, const Vouch& v) { return v; })
                   .argmin(by<&Vouch::id>, &Vouch::by)
                   .map([](const Vouch& v) { return Gateway{v.id, v.by}; });

  // Whose word acknowledges them: the leader's, or whoever stands between; where we lead, the deputy's.
  confirmer <= gateway.map([](const Gateway& g) { return Confirmer{g.via, false}; });
  confirmer <= (leader * election.deputy).pairs(
      [self](const Standing& l, const Standing& d) -> std::optional<Confirmer> {
    if (l.id != self.id) return std::nullopt;
    return Confirmer{d.id, true};
  });

  // Send what is not under way to the one who confirms now: so a new leader gets it all at once. What stays
  // unconfirmed is sent again after a while, but not to one who goes on confirming: on a slow link that is still on its way.
  // Non-monotone, but forgetting a send only costs a copy.
  due  <= (outgoing * confirmer).pairs([](const Outgoing& o, const Confirmer& c) {
    return Due{o.seq, c.id, c.follows};
  }).notin(sent, &Due::seq, &Sent::seq, &Due::to, &Sent::to);
  sent <+ (due * host.clock).pairs([](const Due& d, const Now& now) { return Sent{d.seq, d.to, now.at}; });
  sent <- sent.notin(outgoing, &Sent::seq, &Outgoing::seq);
  sent <- sent.notin(links.linked, &Sent::to, &Linked::peer);
  steady <+- (channels.receipt * host.clock * reach).combos(
      [self](const Receipt& r, const Now& now, const Reach&) -> std::optional<Steady> {
    if (r.epoch != self.stream.epoch) return std::nullopt;
    return Steady{r.from, now.at};
  });
  steady <- (host.watch * steady).pairs(older_than(&Steady::at, kResendAfter));
  sent <- (host.watch * sent).pairs(older_than(&Sent::at, kResendAfter)).notin(steady, &Sent::to, &Steady::id);
  channels.submit <~ due.map([=](const Due& d) -> std::optional<Submit> {
    const Entry* entry = own_entry(d);
    if (d.follows || entry == nullptr) return std::nullopt;
    return Submit{d.to, self.id, *entry, 0};
  }).reads(log.entries);
  channels.relay  <~ (due * election.near).pairs(
      [=](const Due& d, const Standing& to) -> std::optional<Relay> {
    const Entry* entry = own_entry(d);
    if (!d.follows || to.id == self.id || entry == nullptr) return std::nullopt;
    return Relay{to.id, self.id, *entry, to.id == d.to};
  }).reads(log.entries);

  // The leader passes on what is new to it, to all but its author. One who does not lead passes it to its
  // own leader; views may differ for a moment, so hops are limited.
  channels.relay  <~ (log.accepted * leader * election.near).combos(
      [self](const Arrival& a, const Standing& l, const Standing& to) -> std::optional<Relay> {
    const bool passed_on = a.path == Path::kSubmitted || a.path == Path::kRepaired;
    const bool needless = to.id == self.id || to.id == a.entry.stream.author;
    if (!passed_on || needless || l.id != self.id) return std::nullopt;
    return Relay{to.id, self.id, a.entry, false};
  });
  channels.submit <~ (channels.submit * gateway).pairs(
      [self](const Submit& s, const Gateway& g) -> std::optional<Submit> {
    const bool in_a_circle = g.via == s.from || g.via == s.entry.stream.author;
    if (!s.entry.proven || in_a_circle || s.hops >= kHopsMax) return std::nullopt;
    return Submit{g.via, self.id, s.entry, static_cast<std::uint8_t>(s.hops + 1)};
  });

  // To the author: how far we hold what it says. In the next tick, when the marks have moved.
  owed <+ channels.submit.map([](const Submit& s) { return owed_for(s.entry, s.from, true); });
  owed <+ channels.relay.map([](const Relay& r) { return owed_for(r.entry, r.from, r.confirm); });

  // Whoever is loud and had its share hears at the next beat. Non-monotone, and only late: what is confirmed then is as true.
  withheld   <= (owed * share.loud * host.clock).combos(&Owed::to, &Loud::author,
      [](const Owed& o, const Loud& l, const Now& now) -> std::optional<Owed> {
    if (!FairShare::is_used_up(l, now)) return std::nullopt;
    return o;
  });
  postponed  <+ withheld;
  postponed  <- (host.watch * postponed).rights([](const Owed& o) { return o; });
  answerable <= owed.notin(withheld);
  answerable <= (host.watch * postponed).rights([](const Owed& o) { return o; });
  channels.receipt <~ (answerable * log.held).pairs(&Owed::stream, &Held::stream,
      [self, &log](const Owed& o, const Held& h) {
    return Receipt{o.to, self.id, o.stream.epoch, log.floor_of(o.stream), *h.through.reveal()};
  }).reads(log.gaps);

  // Acknowledged: another peer holds it, or there is no other. Grows only. Whoever does not hold all that is
  // open confirms nothing; what is sent again asks it anew.
  acked <= host.boot.map([](const Start&) { return LMax(std::uint64_t{0}); });
  acked <= (channels.receipt * log.held * acked).combos(bloom::monotone(
      [self](const Receipt& r, const Held& h, const AckMax& so_far) -> std::optional<AckMax> {
    const bool ours = r.epoch == self.stream.epoch && h.stream == self.stream;
    if (!ours || !h.through.at_least(r.through) || !so_far.at_least(r.above)) return std::nullopt;
    return LMax(r.through);
  }));
  crowd <= election.live_nodes.group(by<>, bloom::count());
  acked <= (crowd * leader * log.held).combos(
      [self](const Crowd& c, const Standing& l, const Held& h) -> std::optional<AckMax> {
    if (c.count != 1 || l.id != self.id || h.stream != self.stream) return std::nullopt;
    return h.through;
  });
  acked_through <= acked.map([](const AckMax& a) { return Acked{*a.reveal()}; });
}

Relaying::~Relaying() = default;

// However long the first is, it is one of them.
std::vector<Outgoing> Relaying::window(const Unacked& unacked, const Stream& own, const Log& log) {
  std::vector<Outgoing> window;
  std::size_t bytes = 0;
  for (std::uint64_t seq = unacked.first; seq <= unacked.last && window.size() < unacked.window; ++seq) {
    const Entry* entry = log.entries.find(own, seq);
    bytes += entry == nullptr ? 0 : entry->text.value.size();
    if (!window.empty() && bytes > kWindowBytes / kWindow * unacked.window) break;
    window.push_back({seq});
  }
  return window;
}

std::optional<Owed> Relaying::owed_for(const Entry& entry, const base::PeerId& from, bool asked) {
  if (!asked || from != entry.stream.author) return std::nullopt;
  return Owed{from, entry.stream};
}

}  // namespace protocol
