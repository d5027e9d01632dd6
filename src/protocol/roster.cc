#include "protocol/roster.h"

namespace protocol {

Roster::Roster(const bloom::Scope& scope, const Self& self, Membership& membership, OwnProfile& own,
               Presence& presence)
    : known(scope, "known_clash"), taken(scope, "nick_taken"), shared(scope, "nick_shared"),
      kept(scope, "nick_kept") {
  const auto clashes = [self](const Here& other, const Me& me) {
    return other.id != self.id && other.nick == me.profile.nick;
  };
  const auto is_older = [self](const Here& other, const Me& me) {
    return std::tie(other.stamp, other.id) < std::tie(me.profile.stamp, self.id);
  };

  // Everyone orders the two alike, by stamp and then id, and each changes none but its own nick.
  taken <= (presence.present * membership.me).pairs(
      [=](const Here& s, const Me& me) -> std::optional<NickTaken> {
    if (!clashes(s, me) || !is_older(s, me)) return std::nullopt;
    return NickTaken{s.nick, suffixed(s.nick, self.id)};
  });
  own.change <= taken.map([](const NickTaken& t) { return Change{.nick = t.instead}; });

  // The other is told, once a clash.
  shared <= (presence.present * membership.me).pairs(
      [=](const Here& s, const Me& me) -> std::optional<NickShared> {
    if (!clashes(s, me) || is_older(s, me)) return std::nullopt;
    return NickShared{s.id, s.nick};
  });
  kept  <= shared.notin(known);
  known <+ kept;
  known <- known.notin(shared);
}

Roster::~Roster() = default;

Nick suffixed(const Nick& nick, const base::PeerId& id) {
  constexpr std::size_t kDigits = 4;
  const std::string suffix = "-" + base::short_hex(id).substr(0, kDigits);
  std::string kept = nick.value.substr(0, kNickBytes - suffix.size());
  // Never cut within a code point: its later bytes are 10xxxxxx.
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; };
  if (kept.size() < nick.value.size() && continues(nick.value[kept.size()])) {
    while (continues(kept.back())) kept.pop_back();
    kept.pop_back();
  }
  return {kept + suffix};
}

}  // namespace protocol
