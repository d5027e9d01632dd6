#include "protocol/gate.h"

#include <algorithm>

namespace protocol {

namespace {

// Whom the last of a chain of full length let in would have too long a one.
bool may_admit(const SelfStands& us) { return us.depth + 1 < kChainMax; }

}  // namespace

Gate::Gate(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Charter& charter)
    : knocked(scope, "knocked"), inside(scope, "inside"), greeted(scope, "greeted_link"), admitting(scope, "admitting"),
      let_in(scope, "let_in"), entered(scope, "entered"), greeting(scope, "greeting"), asking(scope, "asking"), 
      newcomer(scope, "newcomer"), welcome(scope, "welcome"), refusal(scope, "refusal"), turned_away(scope, "turned_away") {
  // Once the other end has shown that it knows the group, it hears why we belong to it.
  channels.credentials <~ host.opened.map([self, &charter](const LinkOpened& o) {
    return Credentials{o.link, {}, {charter.chain_to(self.id)}, {}, {}, {self.profile.nick.value}};
  }).reads(charter.stands, charter.member, charter.statement);

  // Who is there is known by its link from its credentials on.
  knocked <= (channels.credentials * host.clock).pairs([](const Credentials& c, const Now& now) {
    return Knocked{c.link, c.from.id, c.from.key, c.invite, c.from.proven, c.from.at, now.at, c.nick, c.from.chained};
  });
  knocked <- (knocked * host.closed).lefts(&Knocked::link, &LinkClosed::link);
  let_in  <= (knocked * charter.stands).pairs(&Knocked::peer, &Admitted::id,
      [](const Knocked& k, const Admitted&) { return LetIn{k.link, k.peer}; });
  entered <= let_in.notin(inside, &LetIn::link, &Inside::link);
  inside  <+ entered.map([](const LetIn& l) { return Inside{l.link}; });
  inside  <- (inside * host.closed).lefts(&Inside::link, &LinkClosed::link);

  // We introduce ourselves to whoever belongs, once we do: a newcomer waits for its admission.
  greeting <= (let_in.notin(greeted, &LetIn::link, &Greeted::link) * charter.self_stands).lefts();
  greeted  <+ greeting.map([](const LetIn& l) { return Greeted{l.link}; });
  greeted  <- (greeted * host.closed).lefts(&Greeted::link, &LinkClosed::link);

  // A newcomer hears of its admission before our Hello. The rest of the charter comes as it does to everyone.
  channels.admission <~ (greeting * knocked).pairs(&LetIn::link, &Knocked::link,
      [&charter](const LetIn& l, const Knocked& k) -> std::optional<Admission> {
    if (k.chained) return std::nullopt;
    return Admission{l.link, {charter.chain_to(l.peer)}};
  }).reads(charter.stands, charter.member, charter.statement);

  // A newcomer that proves an invite is admitted, one at a time of each invite, so that none lets in more than it may.
  // Non-monotone: another member may admit by the same invite at the same time, where neither has heard of the
  // other; then there are more than were asked for, and everybody can see who.
  asking   <= knocked.notin(charter.stands, &Knocked::peer, &Admitted::id);
  newcomer <= (asking * charter.invited * charter.self_stands).combos(&Knocked::invite, &Invited::key,
      [&charter](const Knocked& k, const Invited&, const SelfStands& us) -> std::optional<Welcome> {
    if (!k.proven || !may_admit(us) || reason(k, charter) != 0) return std::nullopt;
    return Welcome{k.peer, k.key, k.invite, k.nick};
  }).reads(charter.fallen, charter.invited, charter.uses);
  // So is who proves to be of the same user on the same machine, by what only this user can read.
  newcomer <= (asking * charter.self_stands).pairs(
      [self, &charter](const Knocked& k, const SelfStands& us) -> std::optional<Welcome> {
    const bool is_local = k.proven && may_admit(us) && k.invite == self.local_invite && self.local_invite != base::PublicKey{};
    if (!is_local || charter.fallen.find(k.peer) != nullptr) return std::nullopt;
    return Welcome{k.peer, k.key, {}, k.nick};
  }).reads(charter.fallen);
  welcome   <= newcomer.notin(admitting, &Welcome::invite, &Admitting::invite).argmin(by<&Welcome::invite>, &Welcome::peer);
  admitting <+ welcome.map([](const Welcome& w) { return Admitting{w.peer, w.invite}; });
  admitting <- admitting.notin(asking, &Admitting::peer, &Knocked::peer);

  // Whoever is not known is told why, after a moment: word of its invite may be on the way.
  refusal <= ((host.watch * asking).pairs(older_than(&Knocked::since, kRefuseAfter)) * charter.self_stands).pairs(
      [&charter](const Knocked& k, const SelfStands&) { return Refused{k.link, std::max(reason(k, charter), kNotMember)}; })
      .reads(charter.fallen, charter.invited, charter.uses);
  channels.refused <~ refusal;
  turned_away <= channels.refused;
}

Gate::~Gate() = default;

std::uint8_t Gate::reason(const Knocked& asks, const Charter& charter) {
  if (charter.fallen.find(asks.peer) != nullptr) return kWasRemoved;
  if (asks.invite == base::PublicKey{}) return kNotMember;
  const Invited* invite = charter.invited.find(asks.invite);
  if (invite == nullptr || !asks.proven) return kUnknownInvite;
  if (asks.at > invite->until) return kInviteExpired;
  const Uses* used = charter.uses.find(asks.invite);
  if (used != nullptr && static_cast<std::uint64_t>(used->count) >= invite->uses) return kInviteUsedUp;
  return 0;
}

}  // namespace protocol
