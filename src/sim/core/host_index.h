// Hosts are numbered from 0 and shown as p0, p1, …; a host outlives the peers that run on it.
#pragma once

#include <cstdint>
#include <string>

namespace sim {

using HostIndex = std::uint32_t;

inline constexpr HostIndex kNoHost = ~HostIndex{0};

inline std::string name_of(HostIndex host) { return host == kNoHost ? "-" : "p" + std::to_string(host); }

}  // namespace sim
