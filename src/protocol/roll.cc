#include "protocol/roll.h"

#include <algorithm>

namespace protocol {

namespace {

bool lists(const Roll& roll, const base::PeerId& id) {
  const auto& absent = roll.absent.items;
  return std::any_of(absent.begin(), absent.end(), [&](const Digest& d) { return d.bits == id.words[0]; });
}

}  // namespace

RollCall::RollCall(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels,
                   Membership& membership, Liveness& liveness, Election& election)
    : absence(scope, "absence"), missed(scope, "missed"), crowned(scope, "crowned"), reign(scope, "reign"),
      extent(scope, "extent"), expected(scope, "expected"), missing(scope, "missing"),
      absent(scope, "absent"), entering(scope, "entering"), hashed(scope, "hashed_absent"),
      digest(scope, "absent_digest"), minutely(scope, "minutely", 1min) {
  const auto is_member = [self](const Member& m) -> std::optional<Expected> {
    if (m.id == self.id || m.profile.reveal()->left) return std::nullopt;
    return Expected{m.id};
  };
  extent   <= membership.nodelist.group(by<>, bloom::count(), [](std::int64_t count) { return Extent{count}; });

  // The leader expects every member that did not say goodbye. Non-monotone: who is not heard of for a while
  // is missed; it may be slow, and its next heartbeat strikes it off the roll. A new leader gives its
  // followers the time to find it, where not all were linked before.
  crowned  <+ (election.turn * host.clock).pairs(
      [self](const Followed& t, const Now& now) -> std::optional<LMax<base::Instant>> {
    if (t.leader != self.id) return std::nullopt;
    return LMax(now.at);
  });
  reign    <= (election.leader * crowned).pairs(
      [self](const Standing& l, const LMax<base::Instant>& at) -> std::optional<Reign> {
    if (l.id != self.id) return std::nullopt;
    return Reign{*at.reveal()};
  });
  expected <= (reign * membership.nodelist).rights(is_member);
  missing  <= expected.notin(election.live_nodes, &Expected::id, &Standing::id);
  missed   <+ (missing.notin(missed, &Expected::id, &Missed::id) * host.clock).pairs(
      [](const Expected& e, const Now& now) { return Missed{e.id, now.at}; });
  missed   <- missed.notin(missing, &Missed::id, &Expected::id);
  missed   <+- (host.resumed * missed).pairs([](const Resumed& r, const Missed& m) {
    return Missed{m.id, r.at};
  });
  const auto overdue = (host.watch * missed.notin(absence, &Missed::id, &Absence::id)).pairs(bloom::due(
      [&membership](const Missed& m) { return m.since + membership.patience(kDownAfter); },
      [](const Beat&, const Missed& m) { return m; })).reads(membership.nodelist);
  entering <= (overdue * reign * extent * host.clock).combos(
      [self](const Missed& m, const Reign& r, const Extent& all, const Now& now) -> std::optional<Absence> {
    if (now.at - r.since < (is_mesh(all) ? kDownAfter : kReignGrace)) return std::nullopt;
    return Absence{self.id, m.id};
  });
  absence  <+ entering;
  absence  <- (absence * reign).pairs([self](const Absence& a, const Reign&) -> std::optional<Absence> {
    if (a.leader != self.id) return std::nullopt;
    return a;
  }).notin(missing, &Absence::id, &Expected::id);
  absence  <- (absence * membership.forgotten).lefts(&Absence::id, &Forgotten::id);

  // With another leader, its roll counts.
  absence  <+ (election.turn * absence).pairs(
      [self](const Followed& t, const Absence& a) -> std::optional<Absence> {
    if (t.leader == a.id || self.id == a.id) return std::nullopt;
    return Absence{t.leader, a.id};
  });
  absence  <- (election.leader * absence).pairs(
      [](const Standing& l, const Absence& a) -> std::optional<Absence> {
    if (a.leader == l.id) return std::nullopt;
    return a;
  });
  absent   <= (election.leader * absence).pairs(&Standing::id, &Absence::leader,
      [](const Standing&, const Absence& a) { return Expected{a.id}; });
  absent   <= (election.turn * absence).pairs([self](const Followed& t, const Absence& a) -> std::optional<Expected> {
    if (t.leader == a.id || self.id == a.id) return std::nullopt;
    return Expected{a.id};
  });

  // A follower whose digest differs is sent the roll, and makes it its own.
  hashed   <= absent.map([](const Expected& e) { return AbsentHash{e.id, hash_of_absent(e.id)}; });
  digest   <= hashed.group(by<>, bloom::sum(&AbsentHash::hash), kDigestOf<AbsentDigest>);
  const auto followers = (liveness.word * reign).pairs(
      [self](const Heartbeat& h, const Reign&) -> std::optional<Follower> {
    const auto& elders = h.elders.items;
    if (elders.empty() || elders.front().id != self.id) return std::nullopt;
    return Follower{h.from, h.absent};
  });
  channels.roll <~ (followers * digest).outer(
      [this, self](const Follower& f, const AbsentDigest* mine) -> std::optional<Roll> {
    if (f.absent == (mine == nullptr ? Digest{} : mine->digest)) return std::nullopt;
    Roll roll{f.id, self.id, {}};
    for (const Absence& a : absence) {
      if (a.leader == self.id && a.id != f.id) roll.absent.items.push_back({a.id.words[0]});
    }
    return roll;
  }).reads(absence);
  const auto heard = (channels.roll * election.leader).lefts(&Roll::from, &Standing::id);
  entering <= (heard * membership.nodelist).pairs(
      [self](const Roll& r, const Member& m) -> std::optional<Absence> {
    if (m.id == self.id || m.id == r.from || !lists(r, m.id)) return std::nullopt;
    return Absence{r.from, m.id};
  });
  absence  <- (heard * absence).pairs([](const Roll& r, const Absence& a) -> std::optional<Absence> {
    if (a.leader != r.from || lists(r, a.id)) return std::nullopt;
    return a;
  });

  // Whoever is newly missed has been heard until now, by somebody. A member nobody has heard for a day is
  // forgotten, here and, since nobody brings newer word of it, everywhere.
  membership.last_heard <+ (entering.notin(absence) * host.clock).pairs(
      [](const Absence& a, const Now& now) { return LastHeard{a.id, LMax(now.at)}; });
  membership.forgotten <= (minutely * membership.last_heard * absent).combos(&LastHeard::id, &Expected::id,
      [](const Beat& beat, const LastHeard& l, const Expected&) -> std::optional<Forgotten> {
    if (*l.at.reveal() + kForgetAfter > beat.at) return std::nullopt;
    return Forgotten{l.id};
  });
}

RollCall::~RollCall() = default;

}  // namespace protocol
