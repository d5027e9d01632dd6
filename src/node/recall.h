// What a peer remembers of its earlier runs: the log (and who it is: identity.h). Read once, at the start;
// how it is written is keeper.h.
#pragma once

#include <vector>

#include "env/store.h"
#include "protocol/chat.h"
#include "wire/prover.h"

namespace node {

// The note with the addresses of others: acquaintances.h.
inline constexpr const char* kAddressesNote = "addresses";

// Rows for the tables of the log.
struct Recalled {
  std::vector<protocol::Entry> entries;  // in the group's order
  std::vector<protocol::Held> held;
  std::vector<protocol::Gaps> gaps;
  std::vector<protocol::Tip> tips;
  std::size_t unreadable = 0;  // stored, but no entries that their authors signed
  bool any_older = false;      // the store has entries from before these
};
// The newest entries, with `lines_max` lines at most; what is known of streams, all of it. Fails also where none is of a form
// that is still read.
base::Result<Recalled> recall_log(env::Store& store, std::size_t lines_max, wire::Prover& prover);

}  // namespace node
