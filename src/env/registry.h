// The local registry port: lets peers of one user on one machine find each other without a --peer.
// Hints only: an address listed may be dead.
#pragma once

#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"

namespace env {

class Registry {
 public:
  virtual ~Registry() = default;
  // Announces this process until it ends, however it ends. Called once.
  virtual base::Status publish(const std::string& group, const base::PeerId& id,
                               const std::string& address) = 0;
  // Addresses of the other live peers of the group, sorted.
  virtual std::vector<std::string> list(const std::string& group) = 0;
};

}  // namespace env
