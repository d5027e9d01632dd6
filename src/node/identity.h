// Who this peer is, across its runs: a key drawn at the first start and kept in the store beside the log, so
// that neither is restored without the other; and the number of the run.
#pragma once

#include <string>

#include "base/ids.h"
#include "base/keys.h"
#include "base/time.h"
#include "env/random.h"
#include "env/store.h"

namespace node {

// The notes that make an identity, by name.
inline constexpr const char* kSeedNote = "seed";    // of its key, 32 bytes: secret
inline constexpr const char* kGroupNote = "group";  // the name of the group whose log this is
inline constexpr const char* kEpochNote = "epoch";  // of the last run, 8 bytes

// The epoch is above that of every earlier run, and apart from that of any other run that began with a copy
// of the same store.
struct Identity {
  base::KeySeed seed;
  base::PeerId id;  // that follows from the seed
  std::uint64_t epoch = 0;
};

// An identity that nobody has: for a first start, or without a store.
Identity new_identity(base::WallTime wall, env::Random& random);

// The one that is stored, or a new one, with a new epoch; on disk when this returns. Fails where the store
// does, holds nonsense, is older than keys, or belongs to another group.
base::Result<Identity> recall_identity(env::Store& store, const std::string& group, base::WallTime wall,
                                       env::Random& random);

// The id that is stored; zero where there is none yet.
base::Result<base::PeerId> recall_peer_id(env::Store& store);

}  // namespace node
