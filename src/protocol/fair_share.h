// Fair share: while several people speak, none of them takes the group's time. Whoever says several times as much as all
// others together is loud: few of its lines are under way at once, and once it had its share of a beat it hears only at the
// next how far they are held. Nothing is refused, dropped or put out of order; who speaks alone is not held up, nor are any
// who say about as much as each other, however much that is.
#pragma once

#include "protocol/log.h"

namespace protocol {

struct Spoken  { Stream stream; std::uint64_t seq = 0; base::PeerId author; std::int64_t lines = 0; };
struct Uttered { base::PeerId author; std::int64_t lines = 0; };
struct Talker  { base::PeerId author; std::int64_t lines = 0, recent = 0, beat = 0; base::Instant at; };  // lines: since that beat;
                                                                                                         // recent: since the one before
struct Talkers { std::int64_t count = 0, recent = 0; };
struct Loud    { base::PeerId author; std::int64_t lines = 0, beat = 0; };

struct FairShare {
  FairShare(const bloom::Scope& scope, Host& host, Log& log);
  ~FairShare();

  // Whether an author who is loud had its share already.
  static bool is_used_up(const Loud& loud, const Now& now);

  bloom::Table<Talker, &Talker::author> talker;  // who spoke lately
  bloom::Scratch<Spoken>                spoken;
  bloom::Scratch<Uttered>               uttered;
  bloom::Scratch<Talkers>               talkers;
  bloom::Scratch<Loud>                  loud;
};

}  // namespace protocol
