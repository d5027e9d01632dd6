#include "protocol/membership.h"

namespace protocol {

Membership::Membership(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels,
                       Links& links)
    : nodelist(scope, "nodelist"), last_heard(scope, "last_heard"), me(scope, "me"), news(scope, "news"),
      forgotten(scope, "forgotten") {
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
  last_heard <= (channels.keep_alive * host.clock).pairs([](const KeepAlive& k, const Now& now) {
    return LastHeard{k.from, LMax(now.at)};
  });
  last_heard <+ (news * host.clock).pairs([](const MemberNews& n, const Now& now) {
    return LastHeard{n.id, LMax(now.at - n.silent_for)};
  });

  // The end of a membership (roll.cc says when). Safe: a Hello would make it known again.
  nodelist   <- (nodelist * forgotten).lefts(&Member::id, &Forgotten::id);
  last_heard <- (last_heard * forgotten).lefts(&LastHeard::id, &Forgotten::id);
}

Membership::~Membership() = default;

base::Duration Membership::patience(base::Duration in_a_small_group) const {
  return nodelist.size() > kCrowdMin ? kCrowdPatience * in_a_small_group : in_a_small_group;
}

}  // namespace protocol
