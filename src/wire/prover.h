// Prover: finds out which entries their authors really signed, and marks them; the door of the log takes no
// other. Of entries that come together it checks as few signatures as will do: one that holds proves all
// before it in its author's chain, for each names the one before by a hash of all its bytes. It remembers
// signatures that held, so that the same entry by another way costs nothing; what it answers never depends on
// that.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/ids.h"
#include "protocol/messages.h"
#include "wire/kinds.h"

namespace wire {

class Prover {
 public:
  static constexpr std::size_t kRemembered = 1024;  // the least; rounded up to a power of two

  // What it proves was said in `group`.
  explicit Prover(const base::GroupId& group = {}, std::size_t remembered = kRemembered);

  // Sets `proven` of each entry, in any order. Where a signature does not hold, the one before it in the
  // chain is tried: at most one check an entry.
  void prove(std::span<protocol::Entry> entries);
  void prove(protocol::Statement& statement);
  // The same of all entries that messages carry which came together: a burst of lines costs one check.
  void prove_entries(const std::vector<Message*>& messages);
  // Of the statements that the message carries, if any.
  void prove_statements(Message& message);

  // An entry that was signed here.
  void trust(const protocol::Entry& entry) { remember(entry.id); }

  std::uint64_t signatures_checked() const { return signatures_checked_; }

 private:
  void prove_chains();
  bool is_signed(const protocol::Entry& entry);
  bool is_signed(const protocol::Statement& statement);
  void remember(const base::EntryId& id);
  base::EntryId& slot_of(const base::EntryId& id) {
    return remembered_[id.words[0] & (remembered_.size() - 1)];
  }

  const base::GroupId group_;
  std::vector<base::EntryId> remembered_;  // by the first word of the id, the newest of each
  std::vector<protocol::Entry*> chains_;   // being looked at; keeps its memory
  std::uint64_t signatures_checked_ = 0;
};

}  // namespace wire
