// Repair: peers that hold different logs compare marks, and the one that lacks pulls what is missing from any
// neighbour, in bounded batches. A lost frame, a crash in mid-relay, a late joiner and a healed partition are
// all this one case.
#pragma once

#include "protocol/exchange.h"
#include "protocol/heartbeat.h"
#include "protocol/relay.h"

namespace protocol {

struct Wish  { base::PeerId peer; Stream after; };
// A question under way: what `peer` holds of the streams after `first`, up to `last`.
struct Asked { base::PeerId peer; Stream first, last; base::Instant at; };

struct Helped { base::PeerId by; };

struct Repair {
  Repair(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Links& links,
         Liveness& liveness, Election& election, Heartbeats& heartbeats, Log& log, Relaying& relaying);
  ~Repair();

  bloom::Table<Asked, &Asked::peer> asked;
  bloom::Scratch<Wish>              wish;
  bloom::Scratch<Helped>            helped, begun;
  bloom::Scratch<Wish>              further, later;
  bloom::Scratch<Want>              question;

 private:
  static std::optional<Wish> go_on(const Batch& batch, const Asked& asked) {
    if (!batch.more) return std::nullopt;
    return Wish{batch.from, asked.first};
  }
  static std::optional<Wish> next_page(const Batch& batch, const Asked& asked) {
    if (batch.more || asked.last == kLastStream) return std::nullopt;
    return Wish{batch.from, asked.last};
  }
};

}  // namespace protocol
