// Presence: what is reported about members. Slower and kinder than the question who leads: a short absence is
// not worth a word, and the leader calls the roll for all.
#pragma once

#include "protocol/roll.h"

namespace protocol {

enum class Move : std::uint8_t { kJoined, kUp, kDown, kLeft, kNick };

struct Here   { base::PeerId id; Nick nick; std::uint64_t stamp = 0; };
struct Moved  { base::PeerId id; Nick nick; Move move{}; };

struct Presence {
  Presence(const bloom::Scope& scope, const Self& self, Charter& charter, Membership& membership, Election& election,
           RollCall& roll);
  ~Presence();

  bloom::Table<Here, &Here::id>     here, away;
  bloom::Scratch<Here>              present;
  bloom::Scratch<Moved>             gone;
  bloom::Output<Moved>              moved;
};

}  // namespace protocol
