// Evidence: who signed two different entries for one place in what it says. Its key was copied, or it lies: its other word
// is kept beside the log, and people are told once. What others hold is not asked for. Owned by Peer.
#pragma once

#include <set>

#include "env/store.h"
#include "node/keeper.h"

namespace node {

class Evidence {
 public:
  // Both outlive it; `store` may be null.
  Evidence(env::Store* store, Keeper& keeper) : store_(store), keeper_(keeper) {}

  base::Status recall();
  // `other` is proven, and is not what the log has from its author in that place. Whether that is news of its author.
  bool add(const protocol::Entry& other);
  bool against(const base::PeerId& author) const { return known_.contains(author); }

 private:
  env::Store* const store_;
  Keeper& keeper_;
  std::set<base::PeerId> known_;  // a member each
};

}  // namespace node
