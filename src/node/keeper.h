// Keeper: sees to it that what the rules let into the log is in the store, and tells which frames may not
// leave before it is on the disk. All that came in one step is one transaction: written first, so that it may be
// shown, and brought to the disk with what the next step brings. Without a store it keeps nothing and holds up
// nothing. Owned by Peer.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/time.h"
#include "env/store.h"
#include "node/letters.h"
#include "protocol/chat.h"
#include "wire/frame.h"

namespace node {

// As a store keeps it. Of a line for one member the text is left out: a peer that can open it adds it.
env::StoredEntry stored(const protocol::Entry& entry);

class Keeper {
 public:
  Keeper(env::Store* store, const protocol::Chat& chat, const Letters& letters, protocol::Stream own)
      : store_(store), chat_(chat), letters_(letters), own_(own) {}

  // Takes note of what entered the log in the tick that has just ended.
  void after_tick();
  // Whether an entry that entered in that tick in a gap was in the store before: it has been shown.
  bool had(const protocol::Entry& entry) const { return had_.contains({entry.stream, entry.seq}); }
  void note(const std::string& name, base::Bytes value);
  // The same, and the next commit brings all to the disk.
  void note_at_once(const std::string& name, base::Bytes value);

  // Whether the disk has what `message` speaks of: an entry that was said here, or that is received for good.
  // What others said may be passed on before; they keep it themselves.
  bool may_leave(const wire::Message& message) const;
  // How far what was said here is on the disk.
  std::uint64_t own_on_disk() const;

  // When commit() has something to do, if it has: at once, or, after it failed, at the next attempt.
  // `frames_wait`: for may_leave() to say yes.
  std::optional<base::Instant> due(bool frames_wait) const;

  // Writes what is noted, to survive this process. Where it must survive a loss of power, or frames wait for that, the disk is
  // owed it: the next call waits for the disk.
  enum class Outcome : std::uint8_t { kDone, kFailed, kFailedAgain, kWorksAgain };
  Outcome commit(base::Instant now, bool frames_wait);
  bool owes_disk() const { return owes_disk_; }

  bool failing() const { return failures_ != 0; }
  const std::string& complaint() const { return complaint_; }  // of the last failure

 private:
  struct Key {
    protocol::Stream stream;
    std::uint64_t seq = 0;
    friend auto operator<=>(const Key&, const Key&) = default;
  };

  bool all_written() const { return entries_.empty() && marks_.empty() && notes_.empty(); }
  void look_for_known();
  void add(const protocol::Entry& entry);
  env::Changes changes();
  Outcome failed(base::Instant now, std::string complaint);
  void forget_what_the_log_dropped();

  env::Store* store_;
  const protocol::Chat& chat_;
  const Letters& letters_;
  const protocol::Stream own_;
  // Not in the store yet. Entries as they came: the log may have dropped them when they are written.
  std::vector<env::StoredEntry> entries_;
  std::set<Key> had_;
  std::map<protocol::Stream, std::uint64_t> marks_;
  std::map<std::string, base::Bytes> notes_;
  // Not on the disk yet, of what others said: the first of each stream.
  std::map<protocol::Stream, std::uint64_t> first_unsynced_;
  std::uint64_t own_noted_ = 0, own_on_disk_ = 0;
  std::uint64_t failures_ = 0;  // since it last worked
  bool at_once_ = false, owes_disk_ = false;
  base::Instant retry_at_{};
  std::string complaint_;
};

}  // namespace node
