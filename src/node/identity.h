// Who this peer is, across its runs: a key drawn at the first start and kept in the store beside the log, so
// that neither is restored without the other; and the number of the run.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/ids.h"
#include "base/keys.h"
#include "base/time.h"
#include "env/random.h"
#include "env/store.h"
#include "wire/key_pair.h"

namespace node {

// The notes that make an identity, by name.
inline constexpr const char* kSeedNote = "seed";    // of its key, 32 bytes: secret
inline constexpr const char* kGroupNote = "group";  // the name of the group whose log this is
inline constexpr const char* kGroupIdNote = "group id";  // 32 bytes, once the peer belongs to it
inline constexpr const char* kStatementNote = "charter/";  // begins those with what the charter says, one each
inline constexpr const char* kEpochNote = "epoch";  // of the last run, 8 bytes

// The epoch is above that of every earlier run, and apart from that of any other run that began with a copy
// of the same store.
struct Identity {
  base::KeySeed seed;
  base::PeerId id;  // that follows from the seed
  std::uint64_t epoch = 0;
  std::optional<base::GroupId> group{};  // it belongs to
};

// An identity that nobody has: for a first start, or without a store.
Identity new_identity(base::WallTime wall, env::Random& random, const base::KeySeed* born_with = nullptr);

// The one that is stored, or a new one, with a new epoch; on disk when this returns. Fails where the store
// does, holds nonsense, is older than keys, or belongs to another group.
// `born_with`: the seed of a first start, where it is not to be drawn.
base::Result<Identity> recall_identity(env::Store& store, const std::string& group, base::WallTime wall,
                                       env::Random& random, const base::KeySeed* born_with = nullptr);

// For the notes.
base::Bytes bytes_of(const base::GroupId& group);

// Whose store it is and who was let into its group, to read its lines without being its peer.
struct Owner {
  struct Member {
    base::PublicKey key;
    std::string nick;  // when it came
  };
  wire::KeyPair keys;  // nobody's where there is no identity yet
  base::GroupId group{};
  std::map<base::PeerId, Member> members{};
};
base::Result<Owner> recall_owner(env::Store& store);

}  // namespace node
