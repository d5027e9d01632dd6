// Schedule: everything that happens to a group in one run, in order of time, and how the world is otherwise.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "protocol/host.h"
#include "sim/network/delay.h"
#include "sim/schedule/action.h"

namespace sim {

struct Schedule {
  std::uint64_t seed = 1;  // of all chance that is not written down here
  HostIndex hosts = 3;
  base::Duration length{};  // the last calm begins here at the latest
  DelayModel delay{};
  std::vector<HostIndex> ephemeral{};  // hosts that keep nothing across restarts
  protocol::Portions portions{};       // hosts without a store have memory enough
  base::Duration converges_within = std::chrono::seconds(30);  // of a calm: promises 3 and 5
  base::Duration quiet_for = std::chrono::seconds(10);         // after that, without a word or a change
  std::vector<Action> actions{};
};

}  // namespace sim
