// What processes have sent and received over TCP (IPv4), from the kernel's own counters of their open
// connections, so that nothing needs to be asked of the processes. Linux: sock_diag(7).
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <vector>

#include "base/result.h"

namespace crowd {

struct Traffic {
  std::uint64_t bytes_out = 0, bytes_in = 0;      // of payload
  std::uint64_t packets_out = 0, packets_in = 0;  // that carry payload: about one a write
  std::uint64_t links = 0;
};

// Of each process in `pids`; a connection that has been closed counts no longer.
base::Result<std::map<pid_t, Traffic>> tcp_traffic(const std::vector<pid_t>& pids);

}  // namespace crowd
