// What peers tell each other: one struct a message, in the order of docs/protocol.md, and the values they
// carry. Shapes only. The leading route fields (`to`, `from`, `link`) never travel: the link on which a frame
// came says who sent it.
#pragma once

#include <cstdint>
#include <vector>

#include "base/ids.h"
#include "base/keys.h"
#include "base/time.h"
#include "protocol/text.h"

namespace protocol {

using LinkId = std::uint64_t;  // as env::Network numbers them

template <class T, std::size_t Max>
struct BoundedList {
  static constexpr std::size_t kItemsMax = Max;
  std::vector<T> items{};
};

// A sum of hashes over a set of rows: equal sets, equal digests. Not secure against forgers.
struct Digest {
  std::uint64_t bits = 0;
  friend bool operator==(const Digest&, const Digest&) = default;
};

// What a member says of itself. It alone makes new versions; the greater one (incarnation first) replaces.
struct Profile {
  std::uint64_t incarnation = 0;
  std::uint64_t stamp = 0;  // when it joined, microseconds: the lowest of those live leads
  bool left = false;        // said goodbye
  Nick nick{};
  Address address{};
};

// I heard `id` when it had been up for `age`, `silent_for` ago. Who is heard again is older: a claim that only
// repeats an earlier one shows.
struct Sighting {
  base::PeerId id{};
  std::uint64_t incarnation = 0;
  base::Duration age{};
  base::Duration silent_for{};
};

struct MemberNews {
  base::PeerId id{};
  Profile profile{};
  base::Duration silent_for{};  // since anyone known to the teller last heard it
};

// One run of one peer: what it says is numbered from 1 within it.
struct Stream {
  base::PeerId author{};
  std::uint64_t epoch = 0;

  friend auto operator<=>(const Stream&, const Stream&) = default;
};

// One line said. Never changes once made. Each is signed by its author and names the one before it of its stream,
// so that an author's lines form a chain which nobody can forge, reorder or thin out.
struct Entry {
  Stream stream{};
  std::uint64_t seq = 0;
  base::EntryId previous{};  // zero for the first of a stream
  std::uint64_t hlc = 0;  // hybrid_clock.h
  base::WallTime said_at{};
  Room room{};
  Nick nick{};
  Text text{};
  base::PublicKey key{};        // of the author, whose id is its hash
  base::Signature signature{};  // by that key, of all the fields above
  base::EntryId id{};           // never travels: wire/ computes it from the bytes of the other fields
  bool proven = false;          // likewise: the author really signed it (wire/prover.h)
};

// How far a stream goes: all entries of `stream` through `through`.
struct Mark {
  Stream stream{};
  std::uint64_t through = 0;
};

// The entries of `stream` from `first` through `last`.
struct Span {
  Stream stream{};
  std::uint64_t first = 0, last = 0;
};

// ---- messages ----

// The first frame on a link, both ways.
struct Hello {
  LinkId link = 0;
  Group group{};
  base::PeerId id{};
  Profile profile{};
  base::Duration age{};  // how long the sender has been up: comparable without comparing clocks
};

// I am alive, this is who I am now, and in short what I know.
struct Heartbeat {
  base::PeerId to{}, from{};
  Profile profile{};
  base::Duration age{};
  Digest members{};
  Digest log{};
  Digest past{};        // what I lack of the streams before their marks
  Digest absent{};      // whom the leader I follow misses
  bool wanted = false;  // I want this link to stay
  bool probe = false;   // answer at once: I have not heard you for a while
  BoundedList<Sighting, kEldersMax> elders{};  // the first in line of those I take for alive, the leader first
};

// I am leaving.
struct Goodbye {
  base::PeerId to{}, from{};
  Profile profile{};
};

// A digest of the members I know for each part of the ids: tell me the parts where yours differ.
struct Census {
  base::PeerId to{}, from{};
  BoundedList<Digest, kCensusParts> parts{};
};

// The members I miss as the leader, by the first word of their ids.
struct Roll {
  base::PeerId to{}, from{};
  BoundedList<Digest, kMembersMax> absent{};
};

// Whom I know.
struct Members {
  base::PeerId to{}, from{};
  BoundedList<MemberNews, kMembersPerMessage> list{};
};

// Relay this for me.
struct Submit {
  base::PeerId to{}, from{};
  Entry entry{};
  std::uint8_t hops = 0;
};

// The leader passes on what was said.
struct Relay {
  base::PeerId to{}, from{};
  Entry entry{};
  bool confirm = false;  // answer with a Receipt
};

// I hold what you said in `epoch` behind `above`, through `through`.
struct Receipt {
  base::PeerId to{}, from{};
  std::uint64_t epoch = 0;
  std::uint64_t above = 0;
  std::uint64_t through = 0;
};

// This is what I hold of the streams from `first` to `last`: send what I lack.
struct Want {
  base::PeerId to{}, from{};
  Stream first{}, last{};
  BoundedList<Mark, kMarksPerMessage> have{};
};

// What you lack, oldest first.
struct Batch {
  base::PeerId to{}, from{};
  BoundedList<Entry, kEntriesPerBatch> entries{};
  BoundedList<Mark, kBeginsPerBatch> begins{};  // I send what is behind these marks: look back for the rest
  bool more = false;                            // ask again
};

// This is missing here: send of it what you hold.
struct LookBack {
  base::PeerId to{}, from{};
  BoundedList<Span, kGapsPerLookBack> missing{};
};

// It is this, of each span the newest first, without leaving out any that is held.
struct History {
  base::PeerId to{}, from{};
  BoundedList<Entry, kEntriesPerBatch> entries{};
};

}  // namespace protocol
