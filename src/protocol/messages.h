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

// What an entry is: a line, a line that asks for no answer (as programs say), a setting, or a bundle of lines.
inline constexpr std::uint8_t kSays = 0, kNotices = 1, kSets = 2, kBundles = 3;

// One line said, in a room or to one member; several that were said together in a room; or a setting: a name that has a
// new value from now on, as its author says (who is there, what a room's topic is). Never changes once made. Each is signed by its author for its group and
// names the one before it of its stream, so that an author's lines form a chain which nobody can forge, reorder, thin
// out or carry into another group.
struct Entry {
  Stream stream{};
  std::uint64_t seq = 0;
  base::EntryId previous{};  // zero for the first of a stream
  std::uint64_t hlc = 0;  // hybrid_clock.h
  base::WallTime said_at{};
  std::uint8_t kind = kSays;
  base::PeerId to{};  // for this member alone; zero: for everybody in the room
  Room room{};        // empty where it is for one member; of a setting, its name
  Nick nick{};        // of a bundle: of its first line
  Text text{};        // UTF-8, but where it is for one member (wire/sealed.h), and of a bundle (wire/bundle.h)
  base::PublicKey key{};        // of the author, whose id is its hash
  base::Signature signature{};  // by that key, of the group's id and all the fields above
  base::EntryId id{};           // never travels: wire/ computes it from the bytes of the other fields
  bool proven = false;          // likewise: the author really signed it (wire/prover.h)
};

// What a statement of the charter does.
inline constexpr std::uint8_t kFounds = 1, kInvites = 2, kAdmits = 3, kRemoves = 4;

struct EpochMark {
  std::uint64_t epoch = 0, through = 0;
};

// One sentence of the charter, which says who belongs to the group. Never changes once made; signed by its issuer.
struct Statement {
  std::uint8_t kind = 0;
  base::PublicKey issuer{};     // a member; the founder of itself
  base::PublicKey subject{};    // the member it is about; of an invite, its public key
  base::WallTime at{};          // later than the issuer's own admission
  base::WallTime until{};       // of an invite: no use after that
  std::uint64_t uses = 0;       // of an invite: so many may come by it
  base::PublicKey invite{};     // of an admission: what it came by; zero: the issuer vouches
  Label nick{};                 // of an admission: what the member is called, when it comes
  BoundedList<EpochMark, kCutsMax> cut{};   // of a removal: how far what it said stands, its newest streams
  BoundedList<Digest, kStandsMax> stands{};  // of a removal: which of its statements stand
  base::Signature signature{};  // by the issuer, of the group's id and all the fields above
  base::StatementId id{};       // never travels: wire/ computes it from the bytes of the other fields,
  base::PeerId issuer_id{}, subject_id{};  // and these from the keys
  bool proven = false;          // likewise: the issuer really signed it
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

// The first frame on a link, both ways: I know the group.
struct Knock {
  LinkId link = 0;
  base::KnockTag tag{};
};

// Who is at the other end of a link, as the host knows.
struct Caller {
  base::PeerId id{};
  base::PublicKey key{};  // which its link has proved
  base::WallTime at{};    // when its credentials came
  bool proven = false;    // the proof in them holds
  bool chained = false;   // they show a chain, of statements that may be known
};

// Why I belong to it, or may: the second frame, once the other end has knocked.
struct Credentials {
  LinkId link = 0;
  Caller from{};
  BoundedList<Statement, kChainMax> chain{};  // the founding, and admissions from it to the sender; none: a newcomer
  base::PublicKey invite{};                   // of a newcomer
  base::Signature proof{};                    // by that key, of the link's binding and the sender's key
  Label nick{};
};

// Why you belong, as you do not know: the founding, and admissions from it to you.
struct Admission {
  LinkId link = 0;
  BoundedList<Statement, kChainMax> chain{};
};

// Why whoever knocked is not let in.
struct Refused {
  LinkId link = 0;
  std::uint8_t reason = 0;
};
inline constexpr std::uint8_t kNotMember = 1, kUnknownInvite = 2, kInviteExpired = 3, kInviteUsedUp = 4, kWasRemoved = 5;

// Who I am, to somebody who belongs to the group.
struct Hello {
  LinkId link = 0;
  base::PeerId id{};
  Profile profile{};
  base::Duration age{};  // how long the sender has been up: comparable without comparing clocks
};

// I am alive, this is who I am now, and in short what I know.
struct Heartbeat {
  base::PeerId to{}, from{};
  std::uint64_t edition = 0;  // another wherever anything below differs, but for `wanted`, `probe` and what time changes
  Profile profile{};
  base::Duration age{};
  Digest members{};
  Digest log{};
  Digest past{};        // what I lack of the streams before their marks
  Digest charter{};     // the statements I know
  Digest absent{};      // whom the leader I follow misses
  bool wanted = false;  // I want this link to stay
  bool probe = false;   // answer at once: I have not heard you for a while
  BoundedList<Sighting, kEldersMax> elders{};  // the first in line of those I take for alive, the leader first
};

// A later sign of life of one of whom a heartbeat says.
struct Renewal {
  base::Duration age{};
  base::Duration silent_for{};
};

// I am alive, and my last heartbeat still holds.
struct KeepAlive {
  base::PeerId to{}, from{};
  std::uint64_t edition = 0;
  base::Duration age{};
  BoundedList<Renewal, kEldersMax> elders{};  // in its order, without the sender; the leader speaks of nobody
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

// What I know of the charter.
struct Statements {
  base::PeerId to{}, from{};
  BoundedList<Statement, kStatementsPerMessage> list{};
};

// A digest of the statements I know for each part of their ids: tell me the parts where yours differ.
struct StatementCensus {
  base::PeerId to{}, from{};
  BoundedList<Digest, kCensusParts> parts{};
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
