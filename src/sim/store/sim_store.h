// SimStore: the Store port of one host, in memory. A journal of what was committed, so that a loss of power
// can take the unsynced end of it and an old copy is a shorter journal. Outlives the peers of its host.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "base/random.h"
#include "env/store.h"
#include "node/testing/stored_order.h"
#include "sim/core/counters.h"

namespace sim {

class SimStore : public env::Store {
 public:
  SimStore(base::SeededRandom random, Counters& counters) : random_(random), counters_(counters) {}

  // ---- what may go wrong ----
  // The end of the journal that no commit brought to the disk is gone, or a part of it: later ones first.
  void lose_power();
  void wipe();
  // So much of what was ever committed, in thousandths, as if an old copy had been put back.
  void restore(std::uint32_t permille);
  // No commit succeeds until it is over.
  void set_full(bool full) { full_ = full; }
  // The commit after so many others fails, once.
  void fail_after(std::uint64_t commits) { commits_until_failure_ = commits; }
  void mend() { commits_until_failure_.reset(); }
  // A commit failed since a peer last started: what was shown may not be here.
  bool has_failed() const { return has_failed_; }
  void forget_failures() { has_failed_ = false; }

  // Every entry that is there, by author, epoch and number.
  void visit(const std::function<void(const env::StoredEntry&)>& visitor) const;
  std::size_t size() const { return entries_.size(); }
  // It would survive a loss of power.
  bool has_on_disk(const base::PeerId& author, std::uint64_t epoch, std::uint64_t seq) const;

  base::Status commit(const env::Changes& changes, env::Durability durability) override;
  base::Result<base::Bytes> note(std::string_view name) override;
  base::Status notes(std::string_view prefix,
                     const std::function<void(std::string_view name, base::ByteView value)>& visit) override;
  base::Status marks(const std::function<void(const env::StoredMark&)>& visit) override;
  base::Status stretch(const Stretch& what,
                       const std::function<void(std::uint64_t seq, base::ByteView body)>& visit) override;
  base::Status newest(std::size_t count_max, const Visit& visit) override;
  base::Status search(const Search& what, const Found& visit) override;
  base::Status earlier(const Earlier& what, const Visit& visit) override;

 private:
  using Journal = std::vector<std::shared_ptr<const env::Changes>>;
  using Name = std::tuple<base::PeerId, std::uint64_t, std::uint64_t>;

  void keep_only(std::size_t commits);
  void apply(std::size_t commit);
  node::testing::StoredEntries those(const std::function<bool(const env::StoredEntry&)>& matches) const;

  base::SeededRandom random_;
  Counters& counters_;
  Journal journal_;
  std::size_t synced_ = 0;  // so many of it survive a loss of power
  bool full_ = false, has_failed_ = false;
  std::optional<std::uint64_t> commits_until_failure_;

  // What the journal comes to. Entries point into it.
  struct Place {
    const env::StoredEntry* entry = nullptr;
    std::size_t commit = 0;  // which brought it
  };
  std::map<Name, Place> entries_;
  std::map<std::pair<base::PeerId, std::uint64_t>, env::StoredMark> marks_;
  std::map<std::string, base::Bytes, std::less<>> notes_;
};

}  // namespace sim
