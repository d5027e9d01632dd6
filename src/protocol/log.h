// Log: everything said. A set that only grows, so peers need not agree on an order to fill it. What is new
// passes one door; an author's entries have no gaps in it, so one mark an author says what is held. Where a
// stream's beginning is missing, a floor says how much: past.h has the way there.
#pragma once

#include "protocol/digest.h"
#include "protocol/channels.h"
#include "protocol/host.h"

namespace protocol {

// How an entry came. A leader passes on what was submitted to it, and small news from repair.
enum class Path : std::uint8_t { kSaid, kSubmitted, kRelayed, kRepaired, kRepairedInBulk, kGlimpsed, kLookedUp };

struct Arrival    { Entry entry; base::PeerId from; Path path{}; };
struct Sorted     { std::vector<Arrival> accepted, early, broken; };
struct Waiting    { Stream stream; std::uint64_t seq = 0; Arrival arrival; base::Instant since; };
struct Passed     { Stream stream; std::uint64_t seq = 0; };
struct Opener     { Stream stream; };
struct Held       { Stream stream; LMax<std::uint64_t> through; };
struct LastEntry  { std::uint64_t seq = 0; base::EntryId id; };
struct Tip        { Stream stream; LMax<LastEntry> last; };
// Nothing is held of a stream from here down. The entry numbered `seq` has this `id` (zero: it is not known which),
// and was said before `hlc`.
struct Bottom     { std::uint64_t seq = 0; base::EntryId id; std::uint64_t hlc = kIntegerMax; };
// But for an island, where a gap came to be: what is held from its top down to a bottom of its own.
struct Island     { std::uint64_t top = 0; Bottom bottom; };
struct Floor      { Stream stream; Bottom bottom; Island island; };
enum class Turn : std::uint8_t { kLearned, kLowered, kRaised };
struct Shift      { Floor floor; Stream stream; Turn turn{}; std::uint64_t seq = 0; };
struct HashedMark { Stream stream; std::uint64_t hash = 0; };
struct LogDigest  { Digest digest; };

Shift shift_to(const Floor& floor, Turn turn);

struct Log {
  Log(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels);
  ~Log();

  // 0 where nothing of the stream is held.
  std::uint64_t held_through(const Stream& stream) const;
  // 0 where nothing is missing before that.
  std::uint64_t floor_of(const Stream& stream) const;
  // Too old for memory.
  bool is_before_horizon(const Entry& entry) const;

  bloom::Table<Entry, &Entry::stream, &Entry::seq>       entries;  // the newest; of what a store has, maybe not all
  bloom::Table<Held, &Held::stream>                      held;
  bloom::Table<Floor, &Floor::stream>                    floor;
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
  bloom::Scratch<Shift>                                  shift;
  bloom::Scratch<HashedMark>                             hashed;
  bloom::Scratch<LogDigest>                              digest;
  bloom::Output<Arrival>                                 fresh;   // for the host: entered in this tick
  bloom::Output<Arrival>                                 broken;  // for the host: refused, for its chain is

 private:
  // Whether the entry names the one before it. What was never held can't be compared.
  bool is_chained(const Entry& entry, const Entry* before) const;
  // One step of the door: candidates come by author, in their order.
  Sorted sort(Sorted done, const Arrival& next) const;
  bool is_room_for(const Stream& stream) const;
  Floor floor_behind(const Mark& mark, bool keeps) const;
  static std::vector<Arrival> unpack(const Batch& batch);
};

}  // namespace protocol
