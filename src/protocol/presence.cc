#include "protocol/presence.h"

namespace protocol {

Presence::Presence(const bloom::Scope& scope, const Self& self, Charter& charter, Membership& membership, Election& election,
                   RollCall& roll)
    : here(scope, "here"), away(scope, "away"), present(scope, "present"), gone(scope, "gone"),
      moved(scope, "moved") {
  // Everyone in the list whom the leader does not miss and nobody removed.
  present <= (election.leader * membership.nodelist).rights([self](const Member& m) -> std::optional<Here> {
    const Profile& profile = *m.profile.reveal();
    if (m.id == self.id || profile.left) return std::nullopt;
    return Here{m.id, profile.nick, profile.stamp};
  }).notin(roll.absent, &Here::id, &Expected::id).notin(charter.fallen, &Here::id, &Fallen::id);

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

  // Who is missed is down; goodbye is gone at once. Non-monotone, and safe: it is only told, never acted upon.
  gone   <= (here * membership.nodelist).pairs(&Here::id, &Member::id,
      [](const Here& h, const Member& m) -> std::optional<Moved> {
    if (!m.profile.reveal()->left) return std::nullopt;
    return Moved{h.id, h.nick, Move::kLeft};
  });
  gone   <= (here * roll.absent).pairs(&Here::id, &Expected::id, [](const Here& h, const Expected&) {
    return Moved{h.id, h.nick, Move::kDown};
  });
  moved  <= gone;
  here   <- (here * gone).lefts(&Here::id, &Moved::id);
  here   <- (here * charter.fallen).lefts(&Here::id, &Fallen::id);  // the host tells of it

  // Who was down and returns is back up; who left, or was forgotten, would be new.
  away <+- gone.filter([](const Moved& m) { return m.move == Move::kDown; }).map([](const Moved& m) {
    return Here{m.id, m.nick, 0};
  });
  away <- away.exists(present, &Here::id, &Here::id);
  away <- (away * membership.forgotten).lefts(&Here::id, &Forgotten::id);
}

Presence::~Presence() = default;

}  // namespace protocol
