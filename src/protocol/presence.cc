#include "protocol/presence.h"

namespace protocol {

Presence::Presence(const bloom::Scope& scope, const Self& self, Host& host, Membership& membership,
                   Election& election)
    : here(scope, "here"), away(scope, "away"), missed(scope, "missed"), present(scope, "present"),
      gone(scope, "gone"), moved(scope, "moved") {
  present <= election.live_nodes.map([self](const Standing& s) -> std::optional<Here> {
    if (s.id == self.id) return std::nullopt;
    return Here{s.id, s.nick};
  });

  // New here, back from being down, or under another nick.
  const auto arrived = present.notin(here, &Here::id, &Here::id);
  moved <= (arrived * away).outer(&Here::id, &Here::id, [](const Here& p, const Here* known) {
    return Moved{p.id, p.nick, known == nullptr ? Move::kJoined : Move::kUp};
  });
  moved <= (present * here).pairs(&Here::id, &Here::id,
      [](const Here& p, const Here& h) -> std::optional<Moved> {
    if (p.nick == h.nick) return std::nullopt;
    return Moved{p.id, p.nick, Move::kNick};
  });
  here  <+- present.notin(here);

  // Missed for a while is down; goodbye is gone at once. Non-monotone, and safe: it is only told, never acted
  // upon.
  const auto newly_missed = here.notin(present, &Here::id, &Here::id).notin(missed, &Here::id, &Missed::id);
  missed <+ (newly_missed * host.clock).pairs([](const Here& h, const Now& now) {
    return Missed{h.id, now.at};
  });
  missed <- missed.exists(present, &Missed::id, &Here::id);
  missed <- missed.notin(here, &Missed::id, &Here::id);
  missed <+- (host.resumed * missed).pairs([](const Resumed& r, const Missed& m) {
    return Missed{m.id, r.at};
  });
  gone   <= (here * membership.nodelist).pairs(&Here::id, &Member::id,
      [](const Here& h, const Member& m) -> std::optional<Moved> {
    if (!m.profile.reveal()->left) return std::nullopt;
    return Moved{h.id, h.nick, Move::kLeft};
  });
  gone   <= ((host.watch * missed).pairs(older_than(&Missed::since, kDownAfter)) * here).pairs(
      &Missed::id, &Here::id, [](const Missed&, const Here& h) { return Moved{h.id, h.nick, Move::kDown}; });
  moved  <= gone;
  here   <- (here * gone).lefts(&Here::id, &Moved::id);

  // Who was down and returns is back up; who left, or was forgotten, would be new.
  away <+- gone.filter([](const Moved& m) { return m.move == Move::kDown; }).map([](const Moved& m) {
    return Here{m.id, m.nick};
  });
  away <- away.exists(present, &Here::id, &Here::id);
  away <- away.notin(membership.nodelist, &Here::id, &Member::id);
}

Presence::~Presence() = default;

}  // namespace protocol
