// Past: what was said before a peer's log begins. Whoever lacks much is up to date at once, sees the newest of each
// room, and then goes back: it asks a neighbour that has more for what is below its floors, a piece at a time,
// until nothing is missing or nobody has it.
#pragma once

#include "protocol/links.h"
#include "protocol/look_back.h"

namespace protocol {

struct PastDigest { Digest digest; };
// How much of the past two peers lack.
struct Lacks { Digest theirs, mine; friend bool operator==(const Lacks&, const Lacks&) = default; };
struct Step    { base::PeerId peer; Lacks lacks; Rank after; };
struct Plan   { Step step; Agenda agenda; };
// The question under way, and the part of the floors it is about.
struct Looking { base::PeerId peer; Lacks lacks; Rank after, last; base::Instant at; };
// Who had nothing for us when both lacked so much.
struct Barren  { base::PeerId peer; Lacks lacks; };

struct Past {
  Past(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Links& links, Log& log);
  ~Past();

  bloom::Table<Looking, &Looking::peer> looking;
  bloom::Table<Barren, &Barren::peer>   barren;
  bloom::Scratch<Arrival>               arrival;
  bloom::Scratch<Descent>               descent;
  bloom::Scratch<Arrival>               found;
  bloom::Scratch<HashedMark>            hashed;
  bloom::Scratch<PastDigest>            digest;
  bloom::Scratch<Step>                  step;
  bloom::Scratch<Plan>                 planned;
  bloom::Output<LookBack>               sought;  // the host reads memory and store, and answers with `found`

 private:
  static std::vector<Arrival> unpack_glimpse(const Glimpse& glimpse);
  static std::vector<Arrival> unpack_history(const History& history);
};

}  // namespace protocol
