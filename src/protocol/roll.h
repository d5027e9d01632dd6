// Roll: whom the leader misses. It alone calls the roll, slowly and kindly, and everybody takes its word, so
// that one sick peer never makes others believe that somebody is gone. Who follows another leader takes over
// what the last one missed, until the new one says better.
#pragma once

#include "protocol/election.h"

namespace protocol {

struct Absence      { base::PeerId leader, id; };
struct Expected     { base::PeerId id; };
struct Missed       { base::PeerId id; base::Instant since; };
struct Reign        { base::Instant since; };
struct Extent       { std::int64_t count = 0; };
struct AbsentHash   { base::PeerId id; std::uint64_t hash = 0; };
struct Follower     { base::PeerId id; Digest absent; };
struct AbsentDigest { Digest digest; };

// Whether everyone is linked to everyone.
inline bool is_mesh(const Extent& all) { return all.count <= static_cast<std::int64_t>(kMeshMax); }

struct RollCall {
  RollCall(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels,
           Membership& membership, Liveness& liveness, Election& election);
  ~RollCall();

  bloom::Table<Absence>               absence;
  bloom::Table<Missed, &Missed::id>   missed;
  bloom::Lattice<LMax<base::Instant>> crowned;  // when this peer last came to lead
  bloom::Scratch<Reign>               reign;    // if it leads now
  bloom::Scratch<Extent>              extent;   // of the group
  bloom::Scratch<Expected>            expected, missing, absent;
  bloom::Scratch<Absence>             entering;
  bloom::Scratch<AbsentHash>          hashed;
  bloom::Scratch<AbsentDigest>        digest;
  bloom::Periodic                     minutely;
};

}  // namespace protocol
