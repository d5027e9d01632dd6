#include "protocol/witness.h"

#include <algorithm>

namespace protocol {

namespace {

base::Instant heard_at(const Sign& sign) { return base::Instant(-sign.earliness); }

std::vector<Word> words_of(const Heartbeat& h) {
  std::vector<Word> words{{h.from, {h.from, h.profile.incarnation, h.age, {}}}};
  for (const Sighting& sighting : h.elders.items) {
    if (sighting.id != h.from && sighting.silent_for < kSilenceMax) words.push_back({h.from, sighting});
  }
  return words;
}

Claim claim_of(const Word& word, const Now& now) {
  const Sighting& s = word.sighting;
  return {s.id, {{s.incarnation, s.age}, -(now.at - s.silent_for).time_since_epoch()}, word.by};
}

bool lists(const Heartbeat& h, const base::PeerId& id) {
  return std::any_of(h.elders.items.begin(), h.elders.items.end(), [&](const Sighting& s) { return s.id == id; });
}

}  // namespace

Witness::Witness(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Links& links,
                 Membership& membership)
    : sighted(scope, "sighted"), witnessed(scope, "witnessed"), doubted(scope, "doubted"),
      vouch(scope, "vouch"), parted(scope, "parted"), claim(scope, "claim"), hung_up(scope, "hung_up"),
      vouching(scope, "vouching"), vouched(scope, "vouched") {
  // What a peer says of its own life and of the elders'. A sign of life is as old as its first hearing, however
  // many pass it on.
  claim   <= (channels.heartbeat.flat_map(words_of).filter([self](const Word& w) {
    return w.sighting.id != self.id;
  }) * host.clock).pairs(claim_of);
  sighted <= claim.map([](const Claim& c) { return Sighted{c.id, LMax(c.sign)}; });
  sighted <- sighted.notin(membership.nodelist, &Sighted::id, &Member::id);

  // Non-monotone: belief ends with silence, and at once when a peer hangs up without a word, for that is what
  // the end of a process looks like. Both may be wrong; the next later sign of life mends it, whoever heard it.
  witnessed <+ (claim.notin(witnessed, &Claim::id, &Witnessed::id) * membership.nodelist).pairs(
      &Claim::id, &Member::id, [this](const Claim& c, const Member& m) -> std::optional<Witnessed> {
    if (!counts(c, m)) return std::nullopt;
    return Witnessed{c.id};
  }).reads(doubted);
  witnessed <- (host.watch * sighted).pairs([](const Beat& beat, const Sighted& s) -> std::optional<Witnessed> {
    if (heard_at(*s.last.reveal()) + kSilenceMax > beat.at) return std::nullopt;
    return Witnessed{s.id};
  });
  hung_up   <= (host.closed * links.bound).pairs(&LinkClosed::link, &Bound::link,
      [](const LinkClosed& c, const Bound& b) -> std::optional<Witnessed> {
    if (!c.hung_up) return std::nullopt;
    return Witnessed{b.peer};
  }).notin(parted, &Witnessed::id, &Parted::peer).notin(channels.goodbye, &Witnessed::id, &Goodbye::from);
  witnessed <- hung_up;
  doubted   <+ (hung_up * sighted).pairs(&Witnessed::id, &Sighted::id, [](const Witnessed& w, const Sighted& s) {
    return Doubted{w.id, LMax(s.last.reveal()->age)};
  });
  witnessed <- witnessed.notin(membership.nodelist, &Witnessed::id, &Member::id);
  doubted   <- doubted.notin(membership.nodelist, &Doubted::id, &Member::id);
  sighted   <+ (host.resumed * sighted).pairs([](const Resumed& r, const Sighted& s) {
    // What it heard before it stood still is no older for that. (A sign just heard may be older by an instant.)
    const Age& age = s.last.reveal()->age;
    return Sighted{s.id, LMax(Sign{{age.incarnation, age.up + base::Duration(1)}, -r.at.time_since_epoch()})};
  });

  // Who ends a link for another reason than its own end says so before, and is not taken for dead.
  parted <+- (channels.goodbye * host.clock).pairs([](const Goodbye& g, const Now& now) {
    return Parted{g.from, now.at};
  });
  parted <- (host.watch * parted).pairs(older_than(&Parted::at, kSilenceMax));
  channels.goodbye <~ (links.cut * links.bound * membership.me).combos(&Cut::link, &Bound::link,
      [self](const Cut&, const Bound& b, const Me& me) { return Goodbye{b.peer, self.id, me.profile}; });

  // Who vouches for whom: as in each neighbour's last heartbeat.
  vouching <= claim.filter([](const Claim& c) { return c.by != c.id; }).map([](const Claim& c) {
    return Vouch{c.by, c.id};
  });
  vouch    <+ vouching.notin(vouch);
  vouch    <- (channels.heartbeat * vouch).pairs(&Heartbeat::from, &Vouch::by,
      [](const Heartbeat& h, const Vouch& v) -> std::optional<Vouch> {
    if (lists(h, v.id)) return std::nullopt;
    return v;
  });
  vouch    <- vouch.notin(links.linked, &Vouch::by, &Linked::peer);
  vouched  <= (vouch * witnessed).lefts(&Vouch::id, &Witnessed::id);
}

Witness::~Witness() = default;

// Who is not known as it is now must not be followed for what it was.
bool Witness::counts(const Claim& made, const Member& member) const {
  const Age& age = made.sign.age;
  if (member.profile.reveal()->incarnation < age.incarnation) return false;
  const Doubted* doubt = doubted.find(made.id);
  if (doubt == nullptr) return true;
  const Age& last = *doubt->age.reveal();
  return std::tie(age.incarnation, age.up) > std::tie(last.incarnation, last.up);
}

std::optional<Sighting> Witness::sighting(const base::PeerId& id, base::Instant now) const {
  const Sighted* seen = sighted.find(id);
  if (seen == nullptr) return std::nullopt;
  const Sign& last = *seen->last.reveal();
  return Sighting{id, last.age.incarnation, last.age.up, std::max(now - heard_at(last), base::Duration{})};
}

}  // namespace protocol
