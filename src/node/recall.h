// What a peer remembers of its earlier runs: who it is, and the log. Read once, at the start; how it is
// written is keeper.h.
#pragma once

#include <string>
#include <vector>

#include "env/random.h"
#include "env/store.h"
#include "protocol/chat.h"

namespace node {

// The notes that a peer keeps, by name.
inline constexpr const char* kPeerNote = "peer";            // its id, 32 bytes
inline constexpr const char* kGroupNote = "group";          // the name of the group whose log this is
inline constexpr const char* kEpochNote = "epoch";          // of the last run, 8 bytes
inline constexpr const char* kAddressesNote = "addresses";  // acquaintances.h

// Who this peer is, and the number of this run: above that of every earlier one, and apart from that of any
// other run that began with a copy of the same store.
struct Identity {
  base::PeerId id;
  std::uint64_t epoch = 0;
};

// An identity that nobody has: for a first start, or without a store.
Identity new_identity(base::WallTime wall, env::Random& random);

// The id that is stored; zero where there is none yet.
base::Result<base::PeerId> recall_peer_id(env::Store& store);

// The one that is stored, or a new one, with a new epoch; on disk when this returns. Fails where the store
// does, holds nonsense, or belongs to another group.
base::Result<Identity> recall_identity(env::Store& store, const std::string& group, base::WallTime wall,
                                       env::Random& random);

// Rows for the tables of the log.
struct Recalled {
  std::vector<protocol::Entry> entries;  // in the group's order
  std::vector<protocol::Held> held;
  std::vector<protocol::Gaps> gaps;
  std::vector<protocol::Tip> tips;
  std::size_t unreadable = 0;  // stored, but no entries
};
// The newest `entries_max` entries; what is known of streams, all of it.
base::Result<Recalled> recall_log(env::Store& store, std::size_t entries_max);

}  // namespace node
