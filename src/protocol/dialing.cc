#include "protocol/dialing.h"

namespace protocol {

Dialer::Dialer(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Links& links,
               Membership& membership)
    : listed(scope, "listed_address"), leads_to(scope, "leads_to"), attempt(scope, "attempt"),
      target(scope, "target"), reached(scope, "reached"), wanted(scope, "wanted"), ended(scope, "ended"),
      dial(scope, "dial") {
  // Addresses to keep in touch with: those given, those registered on this machine, and every member's.
  listed   <= host.listed.map([](const Listed& l) { return Target{l.address}; });
  listed   <- host.unlisted.map([](const Unlisted& u) { return Target{u.address}; });
  target   <= listed;
  target   <= membership.nodelist.map([self](const Member& m) -> std::optional<Target> {
    const Profile& profile = *m.profile.reveal();
    if (m.id == self.id || profile.left || profile.address.value.empty()) return std::nullopt;
    return Target{profile.address};
  });

  // Two addresses may lead to one peer, and one may lead back here. Non-monotone: who is reached need not be
  // called; once its link is gone, its address is wanted again.
  leads_to <+- (channels.hello * links.link).pairs(&Hello::link, &Link::id,
      [](const Hello& h, const Link& l) -> std::optional<LeadsTo> {
    if (!l.dialed) return std::nullopt;
    return LeadsTo{l.address, h.id};
  });
  leads_to <- leads_to.notin(target, &LeadsTo::address, &Target::address);
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
  dial    <= (host.watch * attempt * wanted).combos(&Attempt::address, &Target::address,
      [](const Beat& beat, const Attempt& a, const Target&) -> std::optional<Dial> {
    if (a.under_way || a.next_at > beat.at) return std::nullopt;
    return Dial{a.address};
  });
  attempt <+- (dial * attempt).outer(&Dial::address, &Attempt::address, [](const Dial& d, const Attempt* a) {
    return Attempt{d.address, a == nullptr ? 0 : a->failures, {}, true};
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
    return Attempt{a.address, failures, now.at + backoff(failures, e.chance), false};
  });
  attempt <+- (host.resumed * attempt).pairs([](const Resumed& r, const Attempt& a) {
    return Attempt{a.address, 0, r.at, a.under_way};
  });
  attempt <- attempt.notin(target, &Attempt::address, &Target::address).filter([](const Attempt& a) {
    return !a.under_way;
  });
}

Dialer::~Dialer() = default;

}  // namespace protocol
