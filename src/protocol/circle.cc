#include "protocol/circle.h"

namespace protocol {

Circle::Circle(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Links& links,
               Membership& membership, RollCall& roll, Dialer& dialer)
    : tried_last(scope, "tried_last"), candidate(scope, "candidate"), wanted(scope, "wanted"), needed(scope, "needed"), revised(scope, "revised"),
      idle(scope, "idle"), spare(scope, "spare") {
  // Chosen anew when a member comes, goes, or is missed. Non-monotone, and safe: a choice that is out of date
  // costs a link too many for a while, or one too few until the others' links make up for it.
  const auto members = membership.nodelist.map([self](const Member& m) -> std::optional<Candidate> {
    const Profile& profile = *m.profile.reveal();
    if (m.id != self.id && profile.left) return std::nullopt;
    return Candidate{m.id, profile.address, profile.stamp, false, {}};
  });
  const auto marked = (members * roll.absent).outer(&Candidate::id, &Expected::id,
      [self](Candidate c, const Expected* absent) {
    c.absent = absent != nullptr && c.id != self.id;
    return c;
  });
  // When each was called last matters only where not everyone is wanted.
  tried_last <= (dialer.attempt * roll.extent).pairs([](const Attempt& a, const Extent& all) -> std::optional<Hint> {
    if (is_mesh(all)) return std::nullopt;
    return Hint{a.address, tried(&a)};
  });
  // Where somebody else lives now, a lost member is not looked for.
  const auto lost = marked.filter([](const Candidate& c) { return c.absent; })
                        .notin(dialer.reached, &Candidate::address, &Target::address);
  candidate <= marked.filter([](const Candidate& c) { return !c.absent; });
  candidate <= (lost * tried_last).outer(&Candidate::address, &Hint::address, [](Candidate c, const Hint* last) {
    if (last != nullptr) c.tried = last->tried;
    return c;
  });
  wanted    <= gathered<Candidate>(candidate).flat_map([self](const All<Candidate>& all) {
    std::vector<Wanted> chosen;
    for (const base::PeerId& id : neighbours(self.id, all.rows)) chosen.push_back({id});
    return chosen;
  });
  dialer.target <= (wanted * membership.nodelist).pairs(&Wanted::id, &Member::id,
      [](const Wanted&, const Member& m) -> std::optional<Target> {
    const Address& address = m.profile.reveal()->address;
    if (address.value.empty()) return std::nullopt;
    return Target{address};
  });

  // Each end says in its heartbeats whether it wants the link. One that neither wants is closed after a while.
  revised <= channels.heartbeat.map([this](const Heartbeat& h) -> std::optional<Demand> {
    if (h.wanted == needed.contains({h.from})) return std::nullopt;
    return Demand{h.from, h.wanted};
  }).reads(needed);
  needed <+ revised.filter([](const Demand& d) { return d.needed; }).map([](const Demand& d) { return Needed{d.peer}; });
  needed <- revised.filter([](const Demand& d) { return !d.needed; }).map([](const Demand& d) { return Needed{d.peer}; });
  needed <- needed.notin(links.linked, &Needed::peer, &Linked::peer);
  idle   <= links.linked.notin(wanted, &Linked::peer, &Wanted::id).notin(needed, &Linked::peer, &Needed::peer);
  spare  <+ (idle.notin(spare, &Linked::peer, &Spare::peer) * host.clock).pairs(
      [](const Linked& l, const Now& now) { return Spare{l.peer, now.at}; });
  spare  <- spare.notin(idle, &Spare::peer, &Linked::peer);
  links.cut <= ((host.watch * spare).pairs(older_than(&Spare::since, kSpareAfter)) * links.bound).pairs(
      &Spare::peer, &Bound::peer, [](const Spare&, const Bound& b) { return Cut{b.link, "not needed"}; });
}

Circle::~Circle() = default;

}  // namespace protocol
