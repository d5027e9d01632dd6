// The store port: what a peer keeps across its own death, log and identity in one place, so that neither is
// restored without the other. One peer owns a store; calls block until done. Never interprets an entry's
// body.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/ids.h"
#include "base/result.h"

namespace env {

// One entry of the log. `body` is its canonical form; the other fields repeat what a store needs to find it again, and of
// `texts` each line that it has. Numbers are below 2^63.
struct StoredEntry {
  base::PeerId author{};
  std::uint64_t epoch = 0, seq = 0;  // (author, epoch, seq) names an entry: kept once, however often written
  std::uint64_t hlc = 0;             // the order of the log, ties by (author, epoch, seq)
  std::string room{};
  std::vector<std::string> texts{};
  base::Bytes body{};
};

// How far a stream is held: through its mark, but for some gaps before it. Entries in a gap may be stored or not.
struct StoredGap {
  std::uint64_t first = 0, last = 0;
  friend bool operator==(const StoredGap&, const StoredGap&) = default;
};
struct StoredMark {
  base::PeerId author{};
  std::uint64_t epoch = 0;
  std::uint64_t through = 0;      // only ever grows: the highest one written stays
  std::vector<StoredGap> gaps{};  // ascending; the last ones written stay
};

// Written together, or not at all.
struct Changes {
  std::vector<StoredEntry> entries{};
  std::vector<StoredMark> marks{};
  std::vector<std::pair<std::string, base::Bytes>> notes{};  // small named values; the last one written stays
  bool empty() const { return entries.empty() && marks.empty() && notes.empty(); }
};

// kOnDisk: when commit() returns the changes survive a loss of power, and so do all earlier ones, even if
// there are no new ones. kSoon: they survive the death of the process, and a loss of power once a later
// commit was kOnDisk; earlier ones are never lost alone.
enum class Durability : std::uint8_t { kSoon, kOnDisk };

class Store {
 public:
  using Visit = std::function<void(base::ByteView body)>;

  virtual ~Store() = default;

  // Fails where the disk is full, broken or taken away; nothing of the changes is kept then, and a later call
  // may succeed. The message says what to try.
  virtual base::Status commit(const Changes& changes, Durability durability) = 0;

  // Empty where nothing of that name was written.
  virtual base::Result<base::Bytes> note(std::string_view name) = 0;

  // Every note whose name begins so, by name.
  virtual base::Status notes(std::string_view prefix,
                             const std::function<void(std::string_view name, base::ByteView value)>& visit) = 0;

  // Every mark, by author and epoch.
  virtual base::Status marks(const std::function<void(const StoredMark&)>& visit) = 0;

  // What is there of one stream from `first` through `last`: the newest `count_max` of it, newest first.
  struct Stretch {
    base::PeerId author{};
    std::uint64_t epoch = 0, first = 0, last = 0;
    std::size_t count_max = static_cast<std::size_t>(-1);
  };
  virtual base::Status stretch(const Stretch& what,
                               const std::function<void(std::uint64_t seq, base::ByteView body)>& visit) = 0;

  // The bodies of the newest `count_max` entries, oldest first.
  virtual base::Status newest(std::size_t count_max, const Visit& visit) = 0;

  // The bodies of the newest entries of `room` (any where empty), oldest first. Where `query` has words, the newest lines that
  // contain them all: the body of the entry, and how many lines of it are behind that one.
  struct Search {
    std::string room{}, query{};
    std::size_t count_max = 100;
  };
  using Found = std::function<void(base::ByteView body, std::optional<std::size_t> behind)>;
  virtual base::Status search(const Search& what, const Found& visit) = 0;

  // The bodies of the newest `count_max` entries of just that room which are from before `hlc`, oldest first.
  struct Earlier {
    std::string room{};
    std::uint64_t hlc = 0;
    std::size_t count_max = 0;
  };
  virtual base::Status earlier(const Earlier& what, const Visit& visit) = 0;
};

}  // namespace env
