// What others may reach this machine at. Asks the system; sends nothing.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace os {

// The addresses of the interfaces that are up, IPv4 first, without brackets; those of the machine itself only
// where there is nothing else. At most six.
enum class Family : std::uint8_t { kIpv4, kBoth };
std::vector<std::string> interface_addresses(Family family);

// Whether nobody listens at that port, on any IPv4 address.
bool port_is_free(std::uint16_t port);

}  // namespace os
