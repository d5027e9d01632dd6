#include "protocol/heartbeat.h"

#include <algorithm>

namespace protocol {

namespace {

// A peer that stood still is born again at a time that the tick in which it finds out has not reached.
base::Duration age(const Now& now, base::Instant born_at) {
  return std::max(now.at - born_at, base::Duration{});
}

}  // namespace

Heartbeats::Heartbeats(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels,
                       Links& links, Gate& gate, CharterGossip& charter, Membership& membership, OwnProfile& own, Liveness& liveness,
                       Witness& witness, Election& election, Gossip& gossip, RollCall& roll, Circle& circle,
                       Log& log, Past& past)
    : summary(scope, "summary"), neighbour(scope, "neighbour"), parting(scope, "parting") {
  // The first word to whoever belongs to the group.
  channels.hello <~ (gate.greeting * membership.me * own.born_at * host.clock).combos(
      [self](const LetIn& l, const Me& me, const BornAt& born, const Now& now) {
    return Hello{l.link, self.id, me.profile, age(now, born.at)};
  });

  // In short what is known here.
  const auto who = (membership.me * own.born_at * gossip.digest).combos(
      [](const Me& me, const BornAt& born, const MembersDigest& members) {
    return Summary{me.profile, born.at, members.digest, {}, {}, {}, {}, {}};
  });
  const auto and_log = (who * log.digest).outer([](Summary s, const LogDigest* entries) {
    if (entries != nullptr) s.log = entries->digest;
    return s;
  });
  const auto and_past = (and_log * past.digest).outer([](Summary s, const PastDigest* lacking) {
    if (lacking != nullptr) s.past = lacking->digest;
    return s;
  });
  const auto and_charter = (and_past * charter.digest).outer([](Summary s, const CharterDigest* statements) {
    if (statements != nullptr) s.charter = statements->digest;
    return s;
  });
  const auto and_absent = (and_charter * roll.digest).outer([](Summary s, const AbsentDigest* absent) {
    if (absent != nullptr) s.absent = absent->digest;
    return s;
  });
  summary   <= (and_absent * election.elders).outer([](Summary s, const Elders* elders) {
    if (elders != nullptr) s.elders = elders->ids;
    return s;
  });
  neighbour <= (links.linked * circle.wanted).outer(&Linked::peer, &Wanted::id,
      [](const Linked& l, const Wanted* w) { return Neighbour{l.peer, w != nullptr}; });

  channels.heartbeat <~ (liveness.pulse * neighbour * summary * host.clock).combos(&Pulse::to, &Neighbour::peer,
      [self, &witness](const Pulse& p, const Neighbour& to, const Summary& s, const Now& now) {
    Heartbeat h{to.peer, self.id, s.profile, age(now, s.born_at), s.members, s.log, s.past, s.charter, s.absent, to.wanted, p.probe, {}};
    h.elders.items.reserve(s.elders.size());
    for (const base::PeerId& id : s.elders) {
      const Sighting oneself{id, s.profile.incarnation, h.age, {}};
      const auto sighting = id == self.id ? oneself : witness.sighting(id, now.at);
      if (sighting && sighting->silent_for < kSilenceMax) h.elders.items.push_back(*sighting);
    }
    return h;
  }).reads(witness.sighted);

  // Leaving: the new profile says so, and is the last word.
  parting <+ host.leaving;
  channels.goodbye <~ (parting * links.linked * membership.me).combos(
      [self](const Leaving&, const Linked& l, const Me& me) { return Goodbye{l.peer, self.id, me.profile}; });
}

Heartbeats::~Heartbeats() = default;

}  // namespace protocol
