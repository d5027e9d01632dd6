#include "protocol/heartbeat.h"

#include <algorithm>
#include <tuple>

namespace protocol {

namespace {

struct Called { base::PeerId to; Pulse pulse; Neighbour neighbour; };

// A peer that stood still is born again at a time that the tick in which it finds out has not reached.
base::Duration age(base::Instant now, base::Instant born_at) {
  return std::max(now - born_at, base::Duration{});
}

auto digests_of(const auto& of) { return std::tie(of.members, of.log, of.past, of.charter, of.absent); }

bool shows(const Heartbeat& h, const Summary& known) { return digests_of(h) == digests_of(known); }

// Of nothing there is no digest.
Digest digest_in(const auto& digests) { return digests.empty() ? Digest{} : (*digests.begin()).digest; }

// Whether only what time changes differs.
bool still_holds(const Heartbeat& said, const Heartbeat& now) {
  const auto same = [](const Sighting& a, const Sighting& b) { return a.id == b.id && a.incarnation == b.incarnation; };
  const auto& before = said.elders.items;
  return said.profile.incarnation == now.profile.incarnation && said.profile.address == now.profile.address &&
         digests_of(said) == digests_of(now) &&
         std::equal(before.begin(), before.end(), now.elders.items.begin(), now.elders.items.end(), same);
}

// Its followers are linked to those next in line as well: the leader need not speak of them all the time.
KeepAlive in_short(const Heartbeat& all, const base::PeerId& to) {
  KeepAlive k{to, all.from, all.edition, all.age, {}};
  const auto& elders = all.elders.items;
  if (elders.empty() || elders.front().id == all.from) return k;
  for (const Sighting& s : elders) {
    if (s.id != all.from) k.elders.items.push_back({s.age, s.silent_for});
  }
  return k;
}

}  // namespace

Heartbeats::Heartbeats(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels,
                       Links& links, Gate& gate, CharterGossip& charter, Membership& membership, OwnProfile& own, Liveness& liveness,
                       Witness& witness, Election& election, Gossip& gossip, RollCall& roll, Circle& circle,
                       Log& log, Past& past)
    : summary(scope, "summary"), neighbour(scope, "neighbour"), saying(scope, "saying"), published(scope, "published"),
      shown(scope, "shown"), addressed(scope, "addressed"), parting(scope, "parting") {
  // The first word to whoever belongs to the group.
  channels.hello <~ (gate.greeting * membership.me * own.born_at * host.clock).combos(
      [self](const LetIn& l, const Me& me, const BornAt& born, const Now& now) {
    return Hello{l.link, self.id, me.profile, age(now.at, born.at)};
  });

  // In short what is known here.
  summary   <= (membership.me * own.born_at * gossip.digest).combos(
      [&](const Me& me, const BornAt& born, const MembersDigest& members) {
    Summary s{me.profile, born.at, members.digest, digest_in(log.digest), digest_in(past.digest), digest_in(charter.digest),
              digest_in(roll.digest), {}};
    for (const Elders& elders : election.elders) s.elders = elders.ids;
    return s;
  }).reads(log.digest, past.digest, charter.digest, roll.digest, election.elders);
  neighbour <= (links.linked * circle.wanted).outer(&Linked::peer, &Wanted::id,
      [](const Linked& l, const Wanted* w) { return Neighbour{l.peer, w != nullptr}; });

  // What a neighbour says counts where it shows something else than is known here, and again with every keep-alive, for as
  // long as that is so.
  liveness.word <= (channels.heartbeat * summary).pairs([](const Heartbeat& h, const Summary& mine) -> std::optional<Heartbeat> {
    if (shows(h, mine)) return std::nullopt;
    return h;
  });
  liveness.word <= (channels.keep_alive * liveness.noted * summary).combos(&KeepAlive::from, &Noted::from,
      [](const KeepAlive& k, const Noted& n, const Summary& mine) -> std::optional<Heartbeat> {
    const Heartbeat& last = n.last.reveal()->heartbeat;
    if (k.edition != last.edition || shows(last, mine)) return std::nullopt;
    return last;
  });

  // Said anew where it has changed, or the other may not know it; else that it still holds.
  saying    <= (liveness.pulse.argmin(by<>, &Pulse::to) * summary * host.clock).combos(
      [this, self, &witness, &membership](const Pulse&, const Summary& mine, const Now& now) {
    return say(self, mine, witness, membership.patience(kSilenceMax), now.at);
  }).reads(witness.sighted, published, membership.nodelist);
  published <+- saying.notin(published, &Heartbeat::edition, &Heartbeat::edition);
  const auto called = (liveness.pulse * neighbour).pairs(&Pulse::to, &Neighbour::peer,
      [](const Pulse& p, const Neighbour& n) { return Called{p.to, p, n}; });
  addressed <= (called * shown).outer(&Called::to, &Shown::to, [](const Called& c, const Shown* last) {
    const bool knows = !c.pulse.whole && last != nullptr && last->wanted == c.neighbour.wanted;
    return Addressed{c.to, c.neighbour.wanted, c.pulse.probe, knows ? last->edition : 0};
  });
  channels.heartbeat <~ (addressed * saying).pairs([](const Addressed& a, const Heartbeat& all) -> std::optional<Heartbeat> {
    if (a.knows == all.edition) return std::nullopt;
    Heartbeat h = all;
    h.to = a.to;
    h.wanted = a.wanted;
    h.probe = a.probe;
    return h;
  });
  channels.keep_alive <~ (addressed * saying).pairs([](const Addressed& a, const Heartbeat& all) -> std::optional<KeepAlive> {
    if (a.knows != all.edition) return std::nullopt;
    return in_short(all, a.to);
  });
  shown <+- (addressed * saying).pairs([](const Addressed& a, const Heartbeat& all) {
    return Shown{a.to, all.edition, a.wanted};
  }).notin(shown);
  shown <- (shown * links.greeted).lefts(&Shown::to, &Hello::id);
  shown <- shown.notin(links.linked, &Shown::to, &Linked::peer);

  // Leaving: the new profile says so, and is the last word.
  parting <+ host.leaving;
  channels.goodbye <~ (parting * links.linked * membership.me).combos(
      [self](const Leaving&, const Linked& l, const Me& me) { return Goodbye{l.peer, self.id, me.profile}; });
}

Heartbeats::~Heartbeats() = default;

Heartbeat Heartbeats::say(const Self& self, const Summary& mine, const Witness& witness, base::Duration patience,
                          base::Instant now) const {
  Heartbeat h{.from = self.id, .profile = mine.profile, .age = age(now, mine.born_at), .members = mine.members,
              .log = mine.log, .past = mine.past, .charter = mine.charter, .absent = mine.absent};
  h.elders.items.reserve(mine.elders.size());
  for (const base::PeerId& id : mine.elders) {
    const Sighting oneself{id, h.profile.incarnation, h.age, {}};
    const auto sighting = id == self.id ? oneself : witness.sighting(id, now);
    if (sighting && sighting->silent_for < patience) h.elders.items.push_back(*sighting);
  }
  const Heartbeat* last = published.find(self.id);
  h.edition = last == nullptr ? 1 : last->edition + (still_holds(*last, h) ? 0 : 1);
  return h;
}

}  // namespace protocol
