// Heartbeats: what this peer tells a neighbour, whenever a Pulse asks for it. Who knows this edition of it already is
// sent a keep-alive instead.
#pragma once

#include "protocol/charter_gossip.h"
#include "protocol/circle.h"
#include "protocol/gossip.h"
#include "protocol/past.h"
#include "protocol/roll.h"

namespace protocol {

// What is known here, in short.
struct Summary {
  Profile profile;
  base::Instant born_at;
  Digest members, log, past, charter, absent;
  std::vector<base::PeerId> elders;
};
struct Neighbour { base::PeerId peer; bool wanted = false; };
struct Shown     { base::PeerId to; std::uint64_t edition = 0; bool wanted = false; };  // in the last heartbeat to it
struct Addressed { base::PeerId to; bool wanted = false, probe = false; std::uint64_t knows = 0; };  // which edition

struct Heartbeats {
  Heartbeats(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Links& links,
             Gate& gate, CharterGossip& charter, Membership& membership, OwnProfile& own, Liveness& liveness, Witness& witness,
             Election& election, Gossip& gossip, RollCall& roll, Circle& circle, Log& log, Past& past);
  ~Heartbeats();

  bloom::Scratch<Summary>                   summary;
  bloom::Scratch<Neighbour>                 neighbour;
  bloom::Scratch<Heartbeat>                 saying;     // what all heartbeats of a tick say
  bloom::Table<Heartbeat, &Heartbeat::from> published;  // the last edition
  bloom::Table<Shown, &Shown::to>           shown;
  bloom::Scratch<Addressed>                 addressed;
  bloom::Scratch<Leaving>                   parting;

 private:
  Heartbeat say(const Self& self, const Summary& mine, const Witness& witness, base::Duration patience,
                base::Instant now) const;
};

}  // namespace protocol
