// Log: everything said. A set that only grows, so peers need not agree on an order to fill it. What is new
// passes one door; an author's entries enter in their order, so one mark an author says how far it is held. Where
// some before it are missing, gaps say which: past.h has the way there.
#pragma once

#include "protocol/charter.h"
#include "protocol/digest.h"
#include "protocol/gaps.h"
#include "protocol/gather.h"
#include "protocol/host.h"

namespace protocol {

// How an entry came. A leader passes on what was submitted to it, and small news from repair.
enum class Path : std::uint8_t { kSaid, kSubmitted, kRelayed, kRepaired, kRepairedInBulk, kLookedUp };

struct Arrival    { Entry entry; base::PeerId from; Path path{}; };
struct Sorted     { std::vector<Arrival> accepted, early, broken; };
struct Waiting    { Stream stream; std::uint64_t seq = 0; Arrival arrival; base::Instant since; };
struct Passed     { Stream stream; std::uint64_t seq = 0; };
struct Opener     { Stream stream; };
struct Held       { Stream stream; LMax<std::uint64_t> through; };
struct LastEntry  { std::uint64_t seq = 0; base::EntryId id; };
struct Tip        { Stream stream; LMax<LastEntry> last; };
struct HashedMark { Stream stream; std::uint64_t hash = 0; };
struct LogDigest  { Digest digest; };

struct Log {
  Log(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Charter& charter);
  ~Log();

  // 0 where nothing of the stream is held.
  std::uint64_t held_through(const Stream& stream) const;
  const std::vector<Gap>& gaps_of(const Stream& stream) const;
  // All is held behind that, through held_through(). 0 where nothing is missing.
  std::uint64_t floor_of(const Stream& stream) const;
  // Too old for memory.
  bool is_before_horizon(const Entry& entry) const;

  bloom::Table<Entry, &Entry::stream, &Entry::seq>       entries;  // the newest; of what a store has, maybe not all
  bloom::Table<Held, &Held::stream>                      held;
  bloom::Table<Gaps, &Gaps::stream>                      gaps;
  bloom::Table<Tip, &Tip::stream>                        tip;
  bloom::Table<Waiting, &Waiting::stream, &Waiting::seq> waiting;
  bloom::Lattice<LMax<std::uint64_t>>                    horizon;  // memory reaches back to this time, if any
  bloom::Scratch<Arrival>                                arrival, candidate;
  bloom::Scratch<Sorted>                                 sorted;
  bloom::Scratch<Arrival>                                accepted;
  bloom::Scratch<Passed>                                 passed;
  bloom::Scratch<Opener>                                 opener;
  bloom::Scratch<Waiting>                                early;
  bloom::Scratch<Mark>                                   skipped;
  bloom::Scratch<GapChange>                              gap_change;
  bloom::Scratch<HashedMark>                             hashed;
  bloom::Scratch<LogDigest>                              digest;
  bloom::Output<Arrival>                                 fresh;   // for the host: entered in this tick
  bloom::Output<Arrival>                                 forked;  // for the host: signed, but another stands in its place
  bloom::Output<Arrival>                                 broken;  // for the host: refused, not signed or out of its chain

 private:
  // Whether the entry names the one before it. What was never held can't be compared.
  bool is_chained(const Entry& entry, const Entry* before) const;
  // One step of the door: candidates come by author, in their order.
  Sorted sort(Sorted done, const Arrival& next) const;
  bool is_room_for(const Stream& stream) const;
  // Whose lines are taken: ours, and those of whoever was admitted, whatever became of it.
  bool is_known(const base::PeerId& author) const { return author == self_ || charter_.knows(author); }
  std::vector<Gaps> changed(const All<GapChange>& changes) const;
  static std::vector<Arrival> unpack(const Batch& batch);

  const base::PeerId self_;
  const Charter& charter_;
};

}  // namespace protocol
