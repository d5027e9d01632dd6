// Roster: one nick, one person. Of two members with the same nick the one that joined first keeps it; the
// other takes its id's first digits behind it. Both say so to their users.
#pragma once

#include "protocol/presence.h"

namespace protocol {

struct NickTaken  { Nick nick, instead; };             // we gave ours up
struct NickShared { base::PeerId other; Nick nick; };  // somebody came with ours, and gives it up

// `nick` cut so that "-" and four digits of `id` fit behind it.
Nick suffixed(const Nick& nick, const base::PeerId& id);

struct Roster {
  Roster(const bloom::Scope& scope, const Self& self, Membership& membership, OwnProfile& own,
         Presence& presence);
  ~Roster();

  bloom::Table<NickShared>   known;
  bloom::Output<NickTaken>   taken;
  bloom::Scratch<NickShared> shared;
  bloom::Output<NickShared>  kept;
};

}  // namespace protocol
