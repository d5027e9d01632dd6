#include "protocol/membership.h"

namespace protocol {

Membership::Membership(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels,
                       Links& links)
    : nodelist(scope, "nodelist"), last_heard(scope, "last_heard"), told(scope, "told"), me(scope, "me"),
      hashed(scope, "hashed_member"), digest(scope, "members_digest"), news(scope, "news"),
      tell(scope, "tell"), stale(scope, "stale"), minutely(scope, "minutely", 1min) {
  const auto member = [](const base::PeerId& id, const Profile& profile) {
    return Member{id, LMax(profile)};
  };

  // What a peer says of itself, first hand.
  nodelist <= host.boot.map([=](const Start&) { return member(self.id, self.profile); });
  nodelist <= links.greeted.map([=](const Hello& h) { return member(h.id, h.profile); });
  nodelist <= channels.heartbeat.map([=](const Heartbeat& h) { return member(h.from, h.profile); });
  nodelist <= channels.goodbye.map([=](const Goodbye& g) { return member(g.from, g.profile); });
  me       <= nodelist.map([self](const Member& m) -> std::optional<Me> {
    if (m.id != self.id) return std::nullopt;
    return Me{*m.profile.reveal()};
  });

  // What others know of it. Nobody is believed about ourselves. Non-monotone: members over the limit are
  // not remembered; they are told of again when others have been forgotten.
  news     <= channels.members.flat_map([](const Members& m) { return m.list.items; })
                  .filter([this, self](const MemberNews& n) {
    const bool room = nodelist.size() < kMembersMax || nodelist.find(n.id) != nullptr;
    return room && n.id != self.id && n.silent_for < kForgetAfter;
  }).reads(nodelist);
  nodelist <+ news.map([=](const MemberNews& n) { return member(n.id, n.profile); });

  // When anybody last heard a member. Durations travel, not times, so clocks need not agree.
  last_heard <= (channels.heartbeat * host.clock).pairs([](const Heartbeat& h, const Now& now) {
    return LastHeard{h.from, LMax(now.at)};
  });
  last_heard <+ (news * host.clock).pairs([](const MemberNews& n, const Now& now) {
    return LastHeard{n.id, LMax(now.at - n.silent_for)};
  });

  // A member nobody has heard for a day is forgotten, here and, since nobody brings newer word of it,
  // everywhere. Safe: should it return, its Hello makes it known again.
  stale      <= (minutely * last_heard).pairs([](const Beat& beat, const LastHeard& l) -> std::optional<Stale> {
    if (*l.at.reveal() + kForgetAfter > beat.at) return std::nullopt;
    return Stale{l.id};
  });
  nodelist   <- (nodelist * stale).lefts(&Member::id, &Stale::id);
  last_heard <- (last_heard * stale).lefts(&LastHeard::id, &Stale::id);

  // Gossip of differences: a neighbour whose digest of the members differs is told all we know, and, since
  // it sees the same difference, tells us. Paced, because a difference takes a moment to vanish.
  hashed <= nodelist.map([](const Member& m) {
    return HashedMember{m.id, hash_of(m.id, *m.profile.reveal())};
  });
  digest <= hashed.group(by<>, bloom::sum(&HashedMember::hash), [](std::int64_t sum) {
    return MembersDigest{{static_cast<std::uint64_t>(sum)}};
  });
  tell   <= (channels.heartbeat * digest * host.clock).combos(
      [](const Heartbeat& h, const MembersDigest& mine, const Now& now) -> std::optional<Tell> {
    if (h.members == mine.digest) return std::nullopt;
    return Tell{h.from, now.at};
  }).notin(told, &Tell::to, &Told::peer);
  told   <+ tell.map([](const Tell& t) { return Told{t.to, t.now}; });
  told   <- (host.watch * told).pairs(older_than(&Told::at, kTellMembersEvery));
  channels.members <~ tell.flat_map([this, self](const Tell& t) { return pages(self.id, t); })
                          .reads(nodelist, last_heard);
}

Membership::~Membership() = default;

std::vector<Members> Membership::pages(const base::PeerId& self, const Tell& whom) const {
  std::vector<Members> pages;
  for (const Member& member : nodelist) {
    const LastHeard* heard = last_heard.find(member.id);
    const base::Duration silent_for = heard == nullptr ? base::Duration{} : whom.now - *heard->at.reveal();
    if (silent_for >= kForgetAfter) continue;
    if (pages.empty() || pages.back().list.items.size() == kMembersPerMessage) {
      pages.push_back({.to = whom.to, .from = self, .list = {}});
    }
    pages.back().list.items.push_back({member.id, *member.profile.reveal(), silent_for});
  }
  return pages;
}

}  // namespace protocol
