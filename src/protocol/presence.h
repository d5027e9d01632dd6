// Presence: what is reported about members. Slower and kinder than the question who leads: a short absence is
// not worth a word.
#pragma once

#include "protocol/election.h"

namespace protocol {

enum class Move : std::uint8_t { kJoined, kUp, kDown, kLeft, kNick };

struct Here   { base::PeerId id; Nick nick; };
struct Missed { base::PeerId id; base::Instant since; };
struct Moved  { base::PeerId id; Nick nick; Move move{}; };

struct Presence {
  Presence(const bloom::Scope& scope, const Self& self, Host& host, Membership& membership,
           Election& election);
  ~Presence();

  bloom::Table<Here, &Here::id>     here, away;
  bloom::Table<Missed, &Missed::id> missed;
  bloom::Scratch<Here>              present;
  bloom::Scratch<Moved>             gone;
  bloom::Output<Moved>              moved;
};

}  // namespace protocol
