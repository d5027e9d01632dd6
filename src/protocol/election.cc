#include "protocol/election.h"

#include <algorithm>
#include <tuple>

namespace protocol {

Election::Election(const bloom::Scope& scope, const Self& self, Host& host, Charter& charter, Links& links,
                   Membership& membership, OwnProfile& own, Liveness& liveness, Witness& witness)
    : settled(scope, "settled"), followed(scope, "followed"), near(scope, "near"),
      live_nodes(scope, "live_nodes"), leader(scope, "leader"), deputy(scope, "deputy"), elders(scope, "elders"),
      turn(scope, "turn") {
  // Those alive that have not said goodbye. A peer that has just come up, or come back, counts itself once
  // it has met another or looked for a moment: a returned leader must not lead a group of one meanwhile. One that
  // does not belong to the group yet, or any more, leads nobody.
  near       <= (liveness.alive * membership.nodelist).pairs(&Met::peer, &Member::id,
      [](const Met&, const Member& m) { return standing(m.id, *m.profile.reveal()); });
  near       <= (liveness.alive * membership.me).rights([self](const Me& me) {
    return standing(self.id, me.profile);
  });
  near       <= (settled * own.born_at * membership.me * charter.self_stands).combos(&Settled::born_at, &BornAt::at,
      [self](const Settled&, const BornAt&, const Me& me, const SelfStands&) { return standing(self.id, me.profile); });
  settled    <+ (host.watch * own.born_at.notin(settled, &BornAt::at, &Settled::born_at))
                    .pairs(older_than(&BornAt::at, kAloneAfter)).map([](const BornAt& b) { return Settled{b.at}; });
  settled    <- settled.notin(own.born_at, &Settled::born_at, &BornAt::at);

  // And those a neighbour vouches for. So peers whose link is cut, or who never had one, follow the same leader
  // as their neighbours.
  live_nodes <= near;
  live_nodes <= (witness.vouched * membership.nodelist).pairs(&Vouch::id, &Member::id,
      [](const Vouch&, const Member& m) { return standing(m.id, *m.profile.reveal()); });

  // The longest-lived leads, the next neighbour is its deputy. Non-monotone, and safe without agreement: two leaders
  // in two views cost a second copy of a line, which its id makes harmless.
  leader <= live_nodes.argmin(by<>, by<&Standing::stamp, &Standing::id>);
  deputy <= near.notin(leader).argmin(by<>, by<&Standing::stamp, &Standing::id>);

  elders <= live_nodes.reduce(by<>, Line{}, lined_up, [](const Line& line) {
    Elders first;
    for (const Standing& s : line) first.ids.push_back(s.id);
    return first;
  });

  // Others may rely on the first in line: those resign however briefly they stood still.
  own.resigned <= (host.resumed * elders).pairs([self](const Resumed& r, const Elders& first) -> std::optional<Resigning> {
    if (std::find(first.ids.begin(), first.ids.end(), self.id) == first.ids.end()) return std::nullopt;
    return Resigning{r.at};
  });

  // When the turn comes to another, leader and followers compare at once what they hold.
  turn     <= leader.notin(followed, &Standing::id, &Followed::leader).map([](const Standing& s) {
    return Followed{s.id};
  });
  followed <+ turn;
  followed <- followed.notin(leader, &Followed::leader, &Standing::id);
  liveness.pulse <= (turn * links.linked).pairs(
      [self](const Followed& t, const Linked& l) -> std::optional<Pulse> {
    if (t.leader != self.id && t.leader != l.peer) return std::nullopt;
    return Pulse{l.peer};
  });
}

Election::~Election() = default;

Election::Line Election::lined_up(Line line, const Standing& next) {
  const auto is_before = [](const Standing& a, const Standing& b) {
    return std::tie(a.stamp, a.id) < std::tie(b.stamp, b.id);
  };
  line.insert(std::upper_bound(line.begin(), line.end(), next, is_before), next);
  if (line.size() > kEldersMax) line.pop_back();
  return line;
}

}  // namespace protocol
