// The network interfaces of this machine over which multicast may go, as they are now.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <tuple>
#include <vector>

namespace os {

// One address of one interface; an interface may have several.
struct InterfaceAddress {
  unsigned index = 0;
  boost::asio::ip::address address;
  friend bool operator<(const InterfaceAddress& a, const InterfaceAddress& b) {
    return std::tie(a.index, a.address) < std::tie(b.index, b.address);
  }
};

// Those that are up, by index and address: of the local network, or of this machine alone (`loopback`).
std::vector<InterfaceAddress> interface_addresses(bool loopback);

}  // namespace os
