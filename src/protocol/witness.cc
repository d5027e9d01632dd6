#include "protocol/witness.h"

#include <algorithm>
#include <functional>

namespace protocol {

namespace {

base::Instant heard_at(const Sign& sign) { return base::Instant(-sign.earliness); }

// Whether the sender speaks for somebody else there. (Of itself it speaks in every heartbeat.)
bool vouches_by(const Heartbeat& h, const Sighting& s, base::Duration patience) {
  return s.id != h.from && s.silent_for < patience;
}

std::vector<Claim> claims_of(const Heartbeat& h, const Now& now, base::Duration patience) {
  std::vector<Claim> claims;
  claims.reserve(1 + h.elders.items.size());
  claims.push_back({h.from, {{h.profile.incarnation, h.age}, -now.at.time_since_epoch()}, h.from});
  for (const Sighting& s : h.elders.items) {
    if (!vouches_by(h, s, patience)) continue;
    claims.push_back({s.id, {{s.incarnation, s.age}, -(now.at - s.silent_for).time_since_epoch()}, h.from});
  }
  return claims;
}

// Of whom a keep-alive says nothing its last sign of life grows old.
std::vector<Claim> claims_of(const KeepAlive& k, const Heartbeat& last, const Now& now, base::Duration patience) {
  if (k.edition != last.edition) return {};
  std::vector<Claim> claims;
  claims.push_back({k.from, {{last.profile.incarnation, k.age}, -now.at.time_since_epoch()}, k.from});
  auto renewal = k.elders.items.begin();
  for (const Sighting& s : last.elders.items) {
    if (s.id == k.from) continue;
    if (renewal == k.elders.items.end()) break;
    if (renewal->silent_for < patience) {
      claims.push_back({s.id, {{s.incarnation, renewal->age}, -(now.at - renewal->silent_for).time_since_epoch()}, k.from});
    }
    ++renewal;
  }
  return claims;
}

Vouches vouches_of(const Heartbeat& h, base::Duration patience) {
  Vouches vouches{h.from, h.age, {}};
  for (const Sighting& s : h.elders.items) {
    if (vouches_by(h, s, patience)) vouches.ids.push_back(s.id);
  }
  return vouches;
}

bool repeats(const Heartbeat& h, const Vouches& last, base::Duration patience) {
  auto id = last.ids.begin();
  for (const Sighting& s : h.elders.items) {
    if (vouches_by(h, s, patience) && (id == last.ids.end() || *id++ != s.id)) return false;
  }
  return id == last.ids.end();
}

}  // namespace

Witness::Witness(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Links& links,
                 Membership& membership, Liveness& liveness)
    : sighted(scope, "sighted"), witnessed(scope, "witnessed"), doubted(scope, "doubted"),
      vouches(scope, "vouches"), parted(scope, "parted"), claim(scope, "claim"), ended(scope, "ended_link"), gave_up(scope, "gave_up"),
      hung_up(scope, "hung_up"),
      revised(scope, "revised_vouches"), vouch(scope, "vouch"), vouched(scope, "vouched") {
  // What a peer says of its own life and of the elders'. A sign of life is as old as its first hearing, however
  // many pass it on. What is said of strangers is not noted, nor what others say of us.
  const auto patience = [&membership] { return membership.patience(kSilenceMax); };
  const auto is_known = [self, &membership](const Claim& c) {
    return c.id != self.id && membership.nodelist.find(c.id) != nullptr;
  };
  claim   <= (channels.heartbeat * host.clock).pairs([patience](const Heartbeat& h, const Now& now) {
    return claims_of(h, now, patience());
  }).flat_map(std::identity{}).filter(is_known).reads(membership.nodelist);
  claim   <= (channels.keep_alive * liveness.noted * host.clock).combos(&KeepAlive::from, &Noted::from,
      [patience](const KeepAlive& k, const Noted& n, const Now& now) {
    return claims_of(k, n.last.reveal()->heartbeat, now, patience());
  }).flat_map(std::identity{}).filter(is_known).reads(membership.nodelist);
  sighted <= claim.map([](const Claim& c) { return Sighted{c.id, LMax(c.sign)}; });
  sighted <- (sighted * membership.forgotten).lefts(&Sighted::id, &Forgotten::id);

  // Non-monotone: belief ends with silence, and at once when a peer hangs up without a word, for that is what
  // the end of a process looks like. Both may be wrong; the next later sign of life mends it, whoever heard it.
  witnessed <+ (claim.notin(witnessed, &Claim::id, &Witnessed::id) * membership.nodelist).pairs(
      &Claim::id, &Member::id, [this](const Claim& c, const Member& m) -> std::optional<Witnessed> {
    if (c.by == c.id || !counts(c, m)) return std::nullopt;  // nobody vouches for itself
    return Witnessed{c.id};
  }).reads(doubted);
  witnessed <- (host.watch * witnessed).pairs(bloom::due([this, patience](const Witnessed& w) {
    const Sighted* last = sighted.find(w.id);
    return last == nullptr ? base::Instant::min() : heard_at(*last->last.reveal()) + patience();
  }, [](const Beat&, const Witnessed& w) { return w; })).reads(sighted, membership.nodelist);
  // (A link that had been silent before it ended shows a bad network: its other end gave up, and is not dead. What silence
  // is depends on how often it speaks: attention.cc. Two may have called each other: then one of their links is idle.)
  ended     <= (host.closed * links.bound * links.heard * host.clock).combos(
      &LinkClosed::link, &Bound::link, &LinkClosed::link, &Heard::link,
      [](const LinkClosed& c, const Bound& b, const Heard& h, const Now& now) -> std::optional<HungUp> {
    if (!c.hung_up) return std::nullopt;
    return HungUp{b.peer, now.at - *h.at.reveal()};
  }).argmin(by<&HungUp::peer>, &HungUp::silent_for);
  gave_up   <= ended.map([](const HungUp& e) -> std::optional<Witnessed> {
    if (e.silent_for <= kHangUpWithin) return std::nullopt;
    return Witnessed{e.peer};
  });
  hung_up   <= ended.map([](const HungUp& e) { return Witnessed{e.peer}; })
                   .notin(gave_up).notin(parted, &Witnessed::id, &Parted::peer)
                   .notin(channels.goodbye, &Witnessed::id, &Goodbye::from);
  witnessed <- hung_up;
  doubted   <+ (hung_up * sighted).pairs(&Witnessed::id, &Sighted::id, [](const Witnessed& w, const Sighted& s) {
    return Doubted{w.id, LMax(s.last.reveal()->age)};
  });
  witnessed <- (witnessed * membership.forgotten).lefts(&Witnessed::id, &Forgotten::id);
  doubted   <- (doubted * membership.forgotten).lefts(&Doubted::id, &Forgotten::id);
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
  revised <= channels.heartbeat.filter([this, patience](const Heartbeat& h) {
    const Vouches* last = vouches.find(h.from);
    return last == nullptr || !repeats(h, *last, patience());
  }).map([patience](const Heartbeat& h) { return vouches_of(h, patience()); }).reads(vouches, membership.nodelist);
  vouches <+- revised.argmax(by<&Vouches::by>, &Vouches::age);
  vouches <- vouches.notin(links.linked, &Vouches::by, &Linked::peer);
  vouch   <= vouches.flat_map([](const Vouches& v) {
    std::vector<Vouch> each;
    for (const base::PeerId& id : v.ids) each.push_back({v.by, id});
    return each;
  });
  vouched <= (vouch * witnessed).lefts(&Vouch::id, &Witnessed::id);
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
