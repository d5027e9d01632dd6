#include "protocol/dialing.h"

#include <algorithm>
#include <tuple>

namespace protocol {

Dialer::Dialer(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Links& links,
               Membership& membership)
    : listed(scope, "listed_address"), leads_to(scope, "leads_to"), attempt(scope, "attempt"),
      target(scope, "target"), reached(scope, "reached"), wanted(scope, "wanted"),
      of_member(scope, "of_member"), hint(scope, "hint"), ended(scope, "ended"),
      dial(scope, "dial") {
  // Addresses given, and those registered on this machine, are hints: they count until it is known which member
  // is behind them, a few at a time, in turn.
  listed    <= host.listed.map([](const Listed& l) { return Target{l.address}; });
  listed    <- host.unlisted.map([](const Unlisted& u) { return Target{u.address}; });
  of_member <= membership.nodelist.map([](const Member& m) -> std::optional<Target> {
    if (m.profile.reveal()->left) return std::nullopt;  // somebody else may live there now
    return Target{m.profile.reveal()->address};
  });
  of_member <= (leads_to * membership.nodelist).pairs(&LeadsTo::peer, &Member::id,
      [](const LeadsTo& l, const Member& m) -> std::optional<Target> {
    if (m.profile.reveal()->left) return std::nullopt;
    return Target{l.address};
  });
  hint      <= (listed.notin(of_member) * attempt).outer(&Target::address, &Attempt::address,
      [](const Target& t, const Attempt* last) { return Hint{t.address, tried(last)}; });
  target    <= gathered<Hint>(hint).flat_map([](const All<Hint>& all) { return in_turn(all.rows); });

  // Two addresses may lead to one peer, and one may lead back here. Non-monotone: who is reached need not be
  // called; once its link is gone, its address is wanted again.
  leads_to <+- (channels.hello * links.link).pairs(&Hello::link, &Link::id,
      [](const Hello& h, const Link& l) -> std::optional<LeadsTo> {
    if (!l.dialed) return std::nullopt;
    return LeadsTo{l.address, h.id};
  });
  leads_to <- leads_to.notin(target, &LeadsTo::address, &Target::address)
                  .notin(listed, &LeadsTo::address, &Target::address);
  reached  <= leads_to.filter([self](const LeadsTo& l) { return l.peer == self.id; }).map(address_of);
  reached  <= (leads_to * links.linked).lefts(&LeadsTo::peer, &Linked::peer).map(address_of);
  reached  <= (membership.nodelist * links.linked).lefts(&Member::id, &Linked::peer, [](const Member& m) {
    return Target{m.profile.reveal()->address};
  });
  wanted   <= target.notin(reached);

  // A new address is called at once, one that failed when its time has come.
  dial    <= wanted.notin(attempt, &Target::address, &Attempt::address).map([](const Target& t) {
    return Dial{t.address};
  });
  const auto resting = (attempt * wanted).lefts(&Attempt::address, &Target::address)
                           .filter([](const Attempt& a) { return !a.under_way; });
  dial    <= (host.watch * resting).pairs(bloom::due(
      [](const Attempt& a) { return a.next_at; }, [](const Beat&, const Attempt& a) { return Dial{a.address}; }));
  const auto begun = (dial * attempt).outer(&Dial::address, &Attempt::address, [](const Dial& d, const Attempt* a) {
    return Attempt{d.address, a == nullptr ? 0 : a->failures, {}, true, {}};
  });
  attempt <+- (begun * host.clock).pairs([](Attempt a, const Now& now) {
    a.dialed_at = now.at;
    return a;
  });

  // A link that lasted ends a row of failures; a peer that hangs up at once is called ever less often.
  ended   <= (host.closed * links.link * host.clock).combos(&LinkClosed::link, &Link::id,
      [](const LinkClosed& c, const Link& l, const Now& now) -> std::optional<Ended> {
    if (!l.dialed) return std::nullopt;
    return Ended{l.address, now.at - l.since > kRedialMax, c.chance};
  });
  ended   <= host.not_dialed.map([](const NotDialed& n) { return Ended{n.address, false, n.chance}; });
  attempt <+- (ended * attempt * host.clock).combos(&Ended::address, &Attempt::address,
      [](const Ended& e, const Attempt& a, const Now& now) {
    const std::uint64_t failures = e.lasted ? 0 : a.failures + 1;
    return Attempt{a.address, failures, now.at + backoff(failures, e.chance), false, a.dialed_at};
  });
  attempt <+- (host.resumed * attempt).pairs([](const Resumed& r, const Attempt& a) {
    return Attempt{a.address, 0, r.at, a.under_way, a.dialed_at};
  });
  attempt <- attempt.notin(target, &Attempt::address, &Target::address)
                 .notin(listed, &Attempt::address, &Target::address)
                 .notin(of_member, &Attempt::address, &Target::address).filter([](const Attempt& a) {
    return !a.under_way;
  });
}

Dialer::~Dialer() = default;

Tried tried(const Attempt* attempt) {
  return attempt == nullptr ? Tried{} : Tried{!attempt->under_way, true, attempt->dialed_at};
}

std::vector<Target> Dialer::in_turn(std::vector<Hint> hints) {
  std::sort(hints.begin(), hints.end(), [](const Hint& a, const Hint& b) {
    return std::tie(a.tried, a.address.value) < std::tie(b.tried, b.address.value);
  });
  std::vector<Target> targets;
  for (const Hint& next : hints) {
    if (targets.size() < kSearchMax) targets.push_back({next.address});
  }
  return targets;
}

}  // namespace protocol
