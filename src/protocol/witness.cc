#include "protocol/witness.h"

#include <algorithm>

namespace protocol {

namespace {

std::vector<Claim> claims_of(const Heartbeat& h) {
  std::vector<Claim> claims{{h.from, {h.from, h.profile.incarnation, h.age, {}}}};
  for (const Sighting& sighting : h.elders.items) {
    if (sighting.id != h.from) claims.push_back({h.from, sighting});
  }
  return claims;
}

bool lists(const Heartbeat& h, const base::PeerId& id) {
  return std::any_of(h.elders.items.begin(), h.elders.items.end(), [&](const Sighting& s) { return s.id == id; });
}

}  // namespace

Witness::Witness(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Links& links,
                 Membership& membership)
    : sighted(scope, "sighted"), evidence(scope, "evidence"), witnessed(scope, "witnessed"),
      vouch(scope, "vouch"), parted(scope, "parted"), claim(scope, "claim"), advance(scope, "advance"),
      dead(scope, "dead"), vouched(scope, "vouched") {
  // What a peer says of its own life and of the elders'. Only what is later than all we know is evidence, and
  // it is as old as its first hearing, however many pass it on.
  claim    <= channels.heartbeat.flat_map(claims_of);
  advance  <= (claim * host.clock).pairs(
      [this, self](const Claim& c, const Now& now) -> std::optional<Advance> {
    const Sighting& s = c.sighting;
    if (s.id == self.id || s.silent_for >= kSilenceMax || !is_news(s)) return std::nullopt;
    return Advance{s.id, {s.incarnation, s.age}, now.at - s.silent_for};
  }).reads(sighted);
  sighted  <+ advance.map([](const Advance& a) { return Sighted{a.id, LMax(a.age)}; });
  evidence <+ advance.map([](const Advance& a) { return Evidence{a.id, LMax(a.at)}; });
  sighted  <- sighted.notin(membership.nodelist, &Sighted::id, &Member::id);
  evidence <- evidence.notin(membership.nodelist, &Evidence::id, &Member::id);

  // Non-monotone: belief ends with silence, and at once when a peer hangs up without a word, for that is what
  // the end of a process looks like. Both may be wrong; the next later sign of life mends it, whoever heard it.
  witnessed <+ advance.map([](const Advance& a) { return Witnessed{a.id}; });
  witnessed <- ((host.watch * evidence).pairs(
      [](const Beat& beat, const Evidence& e) -> std::optional<Witnessed> {
    if (*e.at.reveal() + kSilenceMax > beat.at) return std::nullopt;
    return Witnessed{e.id};
  }));
  dead      <= (host.closed * links.bound).pairs(&LinkClosed::link, &Bound::link,
      [](const LinkClosed& c, const Bound& b) -> std::optional<Witnessed> {
    if (!c.hung_up) return std::nullopt;
    return Witnessed{b.peer};
  }).notin(parted, &Witnessed::id, &Parted::peer).notin(channels.goodbye, &Witnessed::id, &Goodbye::from);
  witnessed <- dead;
  witnessed <- witnessed.notin(membership.nodelist, &Witnessed::id, &Member::id);
  evidence  <+ (host.resumed * evidence).pairs([](const Resumed& r, const Evidence& e) {
    return Evidence{e.id, LMax(r.at)};
  });

  // Who ends a link for another reason than its own end says so before, and is not taken for dead.
  parted <+- (channels.goodbye * host.clock).pairs([](const Goodbye& g, const Now& now) {
    return Parted{g.from, now.at};
  });
  parted <- (host.watch * parted).pairs(older_than(&Parted::at, kSilenceMax));
  channels.goodbye <~ (links.cut * links.bound * membership.me).combos(&Cut::link, &Bound::link,
      [self](const Cut&, const Bound& b, const Me& me) { return Goodbye{b.peer, self.id, me.profile}; });

  // Who vouches for whom: as in each neighbour's last heartbeat.
  vouch   <+ claim.map([self](const Claim& c) -> std::optional<Vouch> {
    if (c.by == c.sighting.id || c.sighting.id == self.id) return std::nullopt;
    return Vouch{c.by, c.sighting.id};
  });
  vouch   <- (channels.heartbeat * vouch).pairs(&Heartbeat::from, &Vouch::by,
      [](const Heartbeat& h, const Vouch& v) -> std::optional<Vouch> {
    if (lists(h, v.id)) return std::nullopt;
    return v;
  });
  vouch   <- vouch.notin(links.linked, &Vouch::by, &Linked::peer);
  vouched <= (vouch * witnessed).lefts(&Vouch::id, &Witnessed::id);
}

Witness::~Witness() = default;

bool Witness::is_news(const Sighting& s) const {
  const Sighted* known = sighted.find(s.id);
  if (known == nullptr) return true;
  const Age& age = *known->age.reveal();
  return std::tie(s.incarnation, s.age) > std::tie(age.incarnation, age.up);
}

std::optional<Sighting> Witness::sighting(const base::PeerId& id, base::Instant now) const {
  const Sighted* seen = sighted.find(id);
  const Evidence* heard = evidence.find(id);
  if (seen == nullptr || heard == nullptr) return std::nullopt;
  const Age& age = *seen->age.reveal();
  return Sighting{id, age.incarnation, age.up, std::max(now - *heard->at.reveal(), base::Duration{})};
}

}  // namespace protocol
