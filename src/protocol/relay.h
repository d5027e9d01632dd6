// Relay: say -> leader -> everyone live. What is said here goes to whoever leads, again and again, until one
// other peer has confirmed that it holds it; ids make the copies harmless.
#pragma once

#include "protocol/election.h"
#include "protocol/fair_share.h"

namespace protocol {

struct Confirmer { base::PeerId id; bool follows = false; };  // of our lines; follows: us, for we lead
struct Gateway   { base::PeerId leader, via; };  // the way to it: itself, or a neighbour that vouches for it
struct Acked     { std::uint64_t through = 0; };
struct Unacked   { base::PeerId author; std::uint64_t first = 0, last = 0; std::size_t window = kWindow; };
struct Outgoing  { std::uint64_t seq = 0; };
struct Reach     { std::uint64_t through = 0; };  // so far our lines may go, where some are unconfirmed
struct Due       { std::uint64_t seq = 0; base::PeerId to; bool follows = false; };
struct Sent      { std::uint64_t seq = 0; base::PeerId to; base::Instant at; };
struct Steady    { base::PeerId id; base::Instant at; };  // it confirmed some of our lines while others were under way
struct Owed      { base::PeerId to; Stream stream; };
struct Crowd     { std::int64_t count = 0; };

using AckMax = LMax<std::uint64_t>;

struct Relaying {
  Relaying(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Links& links,
           Witness& witness, Election& election, Log& log, FairShare& share);
  ~Relaying();

  bloom::Lattice<AckMax>                      acked;
  bloom::Table<Sent, &Sent::seq, &Sent::to>   sent;
  bloom::Table<Steady, &Steady::id>           steady;  // lately
  bloom::Scratch<Acked>                       acked_through;
  bloom::Scratch<Gateway>                     gateway;
  bloom::Scratch<Confirmer>                   confirmer;
  bloom::Scratch<Outgoing>                    outgoing;
  bloom::Scratch<Reach>                       reach;
  bloom::Scratch<Due>                         due;
  bloom::Table<Owed>                          postponed;
  bloom::Scratch<Owed>                        owed, withheld, answerable;
  bloom::Scratch<Crowd>                       crowd;

 private:
  static std::vector<Outgoing> window(const Unacked& unacked, const Stream& own, const Log& log);
  static std::optional<Owed> owed_for(const Entry& entry, const base::PeerId& from, bool asked);
};

}  // namespace protocol
