// The local registry port: lets peers of one user on one machine find and admit each other without a --peer or an
// invite. Only this user can read it. An address listed may be dead.
#pragma once

#include <string>
#include <vector>

#include "base/ids.h"
#include "base/keys.h"
#include "base/result.h"

namespace env {

struct Registered {
  base::PeerId id{};
  std::string address{};
  base::GroupId group{};
  base::InviteSeed secret{};  // whoever knows it is let in by this peer
};

class Registry {
 public:
  virtual ~Registry() = default;

  // Announces this process until it ends, however it ends; called once. Answers with the group it is announced in: its
  // own, or, where it only `proposes` one because it belongs to none yet, that of those who are there. Of two that propose at
  // once one takes on the other's.
  virtual base::Result<base::GroupId> publish(const std::string& group_name, const Registered& own, bool proposes) = 0;

  // The other live peers of groups of that name, by address.
  virtual std::vector<Registered> list(const std::string& group_name) = 0;
};

}  // namespace env
