#include "protocol/own_profile.h"

#include <algorithm>

namespace protocol {

OwnProfile::OwnProfile(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels,
                       Links& links, Membership& membership)
    : born(scope, "born"), born_at(scope, "born_at"), resigned(scope, "resigned"), change(scope, "change"), revision(scope, "revision") {
  // Up since the first tick, or since it last resigned: whoever was away starts anew.
  born    <= (host.boot * host.clock).rights([](const Now& now) { return LMax(now.at); });
  born    <+ resigned.map([](const Resigning& r) { return LMax(r.at); });
  born_at <= born.map([](const LMax<base::Instant>& at) { return BornAt{*at.reveal()}; });

  // A clock that runs behind must not let a newcomer lead: whoever meets a member that has been up longer
  // takes a stamp above it. Ages are compared, not clocks. Non-monotone, but each such step follows the true
  // order of ages, so the steps come to an end; and nobody counts as live before its first heartbeat, which
  // it sends after it has read our Hello, so a stamp that is too low never leads.
  change <= (links.greeted * membership.me * born_at * host.clock).combos(
      [](const Hello& h, const Me& me, const BornAt& since, const Now& now) {
    return yield_to(h.profile, h.age, me.profile, now.at - since.at);
  });
  change <= (channels.heartbeat * membership.me * born_at * host.clock).combos(
      [](const Heartbeat& h, const Me& me, const BornAt& since, const Now& now) {
    return yield_to(h.profile, h.age, me.profile, now.at - since.at);
  });

  // A peer that stood still resigns: it becomes the youngest it knows of. One that was not among the first in line
  // (election.cc) and stood still briefly has nothing to resign from: where a machine is short of time, hundreds
  // of followers do at once, and each would be news to all. Who can't keep what it is told resigns as well.
  resigned <= host.resigning;
  resigned <= host.resumed.map([](const Resumed& r) -> std::optional<Resigning> {
    if (r.after <= kDozeMax) return std::nullopt;
    return Resigning{r.at};
  });
  change <= (resigned * membership.nodelist).rights([](const Member& m) {
    return Change{.stamp_over = m.profile.reveal()->stamp};
  });

  // Somebody claims to know us better: outdo it (the refutation of SWIM, Das et al. 2002).
  change <= (channels.members.flat_map([](const Members& m) { return m.list.items; }) * membership.me).pairs(
      [self](const MemberNews& n, const Me& me) -> std::optional<Change> {
    if (n.id != self.id || !belies(n.profile, me.profile)) return std::nullopt;
    return Change{.incarnation_over = n.profile.incarnation};
  });

  change <= host.renaming.map([](const Renaming& r) { return Change{.nick = r.nick}; });
  change <= host.leaving.map([](const Leaving&) { return Change{.leave = true}; });

  // One new profile, whatever the number of reasons for it. It holds from the next tick on.
  revision <= change.reduce(by<>, Change{}, combine, [](const Change& all) { return Revision{all}; });
  membership.nodelist <+ (revision * membership.me).pairs([self](const Revision& r, const Me& me) {
    return Member{self.id, LMax(revise(me.profile, r.change))};
  });
}

OwnProfile::~OwnProfile() = default;

Change combine(Change a, const Change& b) {
  a.stamp_over = std::max(a.stamp_over, b.stamp_over);
  a.incarnation_over = std::max(a.incarnation_over, b.incarnation_over);
  if (b.nick) a.nick = b.nick;
  a.leave = a.leave || b.leave;
  return a;
}

Profile revise(Profile profile, const Change& change) {
  const auto above = [](std::uint64_t value) { return std::min(value + 1, kIntegerMax); };
  profile.incarnation = above(std::max(profile.incarnation, change.incarnation_over));
  if (change.stamp_over != 0) profile.stamp = above(std::max(profile.stamp, change.stamp_over));
  if (change.nick) profile.nick = *change.nick;
  profile.left = profile.left || change.leave;
  return profile;
}

bool OwnProfile::belies(const Profile& told, const Profile& own) {
  if (told.incarnation != own.incarnation) return told.incarnation > own.incarnation;
  return std::tie(told.stamp, told.left, told.nick) != std::tie(own.stamp, own.left, own.nick);
}

std::optional<Change> OwnProfile::yield_to(const Profile& profile, base::Duration age, const Profile& own,
                                           base::Duration own_age) {
  if (profile.left || age <= own_age || profile.stamp < own.stamp) return std::nullopt;
  return Change{.stamp_over = profile.stamp};
}

}  // namespace protocol
