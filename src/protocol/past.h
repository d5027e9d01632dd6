// Past: what is missing of the log before its marks. Whoever lacks much is sent the newest, and then goes back: it
// asks a neighbour that lacks something else for what is in its gaps, a piece at a time, the newest first, until
// nothing is missing or nobody has it.
#pragma once

#include "protocol/liveness.h"
#include "protocol/look_back.h"

namespace protocol {

struct PastDigest { Digest digest; };
// How much of the past two peers lack.
struct Lacks { Digest theirs, mine; friend bool operator==(const Lacks&, const Lacks&) = default; };
struct Step    { base::PeerId peer; Lacks lacks; Rank after; };
struct Plan  { Step step; Agenda agenda; };
// The question under way, and the part of the gaps it is about.
struct Looking { base::PeerId peer; Lacks lacks; Rank after, last; base::Instant at; };
// Who had nothing for us when both lacked so much.
struct Barren  { base::PeerId peer; Lacks lacks; };

struct Past {
  Past(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Links& links, Liveness& liveness, Log& log);
  ~Past();

  bloom::Table<Looking, &Looking::peer> looking;
  bloom::Table<Barren, &Barren::peer>   barren;
  bloom::Scratch<Arrival>               arrival;  // what a neighbour had
  bloom::Scratch<Descent>               descent;
  bloom::Scratch<Arrival>               found;
  bloom::Scratch<HashedMark>            hashed;
  bloom::Scratch<PastDigest>            digest;
  bloom::Scratch<Heartbeat>             heard;
  bloom::Scratch<Step>                  step;
  bloom::Scratch<Plan>                 planned;
  bloom::Output<LookBack>               sought;  // the host reads memory and store, and answers with `found`

 private:
  static std::vector<Arrival> unpack(const History& history);
};

}  // namespace protocol
