#include "protocol/liveness.h"

namespace protocol {

namespace {

// A peer that stood still is born again at a time that the tick in which it finds out has not reached.
base::Duration age(const Now& now, base::Instant born_at) {
  return std::max(now.at - born_at, base::Duration{});
}

}  // namespace

Liveness::Liveness(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Links& links,
                   Membership& membership, OwnProfile& own, Log& log)
    : interval(scope, "interval", kHeartbeatEvery), summary(scope, "summary"), pulse(scope, "pulse"),
      met(scope, "met"), alive(scope, "alive"), parting(scope, "parting") {
  // The first word on a link.
  channels.hello <~ (host.opened * membership.me * own.born_at * host.clock).combos(
      [self](const LinkOpened& o, const Me& me, const BornAt& born, const Now& now) {
    return Hello{o.link, self.group, self.id, me.profile, age(now, born.at)};
  });

  // A heartbeat at every interval to every neighbour, and at once where somebody should know at once: after a
  // Hello (in the next tick, when we have made way for an older peer), and when our profile changed.
  const auto profile_and_members = (membership.me * own.born_at * membership.digest).combos(
      [](const Me& me, const BornAt& born, const MembersDigest& members) {
    return Summary{me.profile, born.at, members.digest, {}};
  });
  summary <= (profile_and_members * log.digest).outer([](const Summary& s, const LogDigest* entries) {
    return Summary{s.profile, s.born_at, s.members, entries == nullptr ? Digest{} : entries->digest};
  });
  pulse   <+ links.greeted.map([](const Hello& h) { return Pulse{h.id}; });
  pulse   <+ (own.revision * links.linked).rights([](const Linked& l) { return Pulse{l.peer}; });

  const auto beat = [self](const base::PeerId& to, const Summary& s, const Now& now) {
    return Heartbeat{to, self.id, s.profile, age(now, s.born_at), s.members, s.log};
  };
  channels.heartbeat <~ (interval * links.linked * summary * host.clock).combos(
      [=](const Beat&, const Linked& l, const Summary& s, const Now& now) { return beat(l.peer, s, now); });
  channels.heartbeat <~ (pulse * links.linked * summary * host.clock).combos(&Pulse::to, &Linked::peer,
      [=](const Pulse& p, const Linked&, const Summary& s, const Now& now) { return beat(p.to, s, now); });

  // Alive: met, and still linked. Non-monotone: a link that closed is evidence of death at once. It may be
  // wrong, for links break too; then the redial that succeeds and the heartbeat that follows bring it back.
  met   <= channels.heartbeat.map([](const Heartbeat& h) { return Met{h.from}; });
  met   <- met.notin(links.linked, &Met::peer, &Linked::peer);
  alive <= met.exists(links.linked, &Met::peer, &Linked::peer);

  // Leaving: the new profile says so, and is the last word.
  parting <+ host.leaving;
  channels.goodbye <~ (parting * links.linked * membership.me).combos(
      [self](const Leaving&, const Linked& l, const Me& me) { return Goodbye{l.peer, self.id, me.profile}; });
}

Liveness::~Liveness() = default;

}  // namespace protocol
