// A store in memory for tests: it outlives its peer, loses what was not on the disk when the power goes, can
// be copied and put back, and fails when told to.
#pragma once

#include <map>
#include <tuple>

#include "env/store.h"
#include "node/testing/stored_order.h"

namespace node::testing {

class VirtualStore : public env::Store {
 public:
  // Every commit fails from now on, or no longer.
  void fail(bool failing) { failing_ = failing; }
  bool failing() const { return failing_; }
  // Likewise those that are to bring something to the disk; what may come soon is taken.
  void fail_to_sync(bool failing) { fails_to_sync_ = failing; }
  // What was only committed to come soon is gone.
  void lose_power() { now_ = on_disk_; }
  // It lacks that entry, above all others that it lacks, and knows it.
  void lack(const base::PeerId& author, std::uint64_t epoch, std::uint64_t seq) {
    for (Content* content : {&now_, &on_disk_}) {
      content->entries.erase({author, epoch, seq});
      content->marks.at({author, epoch}).gaps.push_back({seq, seq});
    }
  }

  bool holds(const base::PeerId& author, std::uint64_t epoch, std::uint64_t seq) const {
    return now_.entries.contains({author, epoch, seq});
  }
  // Of what must survive a loss of power: how far a stream is there.
  std::uint64_t on_disk_through(const base::PeerId& author, std::uint64_t epoch) const;
  std::size_t size() const { return now_.entries.size(); }
  std::uint64_t commits() const { return commits_; }

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
  using Name = std::tuple<base::PeerId, std::uint64_t, std::uint64_t>;
  struct Content {
    std::map<Name, env::StoredEntry> entries;
    std::map<std::pair<base::PeerId, std::uint64_t>, env::StoredMark> marks;
    std::map<std::string, base::Bytes, std::less<>> notes;
  };

  StoredEntries those(const std::function<bool(const env::StoredEntry&)>& matches) const;

  Content now_, on_disk_;
  bool failing_ = false, fails_to_sync_ = false;
  std::uint64_t commits_ = 0;
};

}  // namespace node::testing
