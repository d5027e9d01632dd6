// How the charter spreads: what is new is told at once, by the leader to everyone, by others to the leader; what that
// misses is found by digests.
#pragma once

#include "protocol/election.h"
#include "protocol/gather.h"

namespace protocol {

struct HashedStatement { base::StatementId id; std::uint64_t hash = 0; };
struct CharterDigest   { Digest digest; };
struct Clause          { BoundedList<Statement, kStatementsPerMessage> list; };
struct Curious         { base::PeerId peer; base::Instant at; };

struct CharterGossip {
  CharterGossip(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Links& links,
                Charter& charter, Liveness& liveness, Election& election);
  ~CharterGossip();

  bloom::Scratch<HashedStatement>        hashed;
  bloom::Scratch<CharterDigest>          digest;
  bloom::Scratch<Clause>                 clause;
  bloom::Scratch<Curious>                ask;
  bloom::Table<Curious, &Curious::peer>  inquired;
};

}  // namespace protocol
