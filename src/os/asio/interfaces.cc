#include "os/asio/interfaces.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace os {

namespace {

namespace ip = boost::asio::ip;

std::optional<ip::address> address_of(const sockaddr* given, unsigned index) {
  if (given == nullptr) return std::nullopt;
  if (given->sa_family == AF_INET) {
    const auto* v4 = reinterpret_cast<const sockaddr_in*>(given);
    return ip::address_v4(ntohl(v4->sin_addr.s_addr));
  }
  if (given->sa_family != AF_INET6) return std::nullopt;
  const auto* v6 = reinterpret_cast<const sockaddr_in6*>(given);
  ip::address_v6::bytes_type bytes;
  std::copy_n(v6->sin6_addr.s6_addr, bytes.size(), bytes.begin());
  const ip::address_v6 address(bytes);
  return ip::address_v6(bytes, address.is_link_local() ? index : 0);
}

bool is_wanted(unsigned flags, bool loopback) {
  if ((flags & IFF_UP) == 0) return false;
  if (loopback) return (flags & IFF_LOOPBACK) != 0;
  return (flags & IFF_MULTICAST) != 0 && (flags & IFF_LOOPBACK) == 0;
}

}  // namespace

std::vector<InterfaceAddress> interface_addresses(bool loopback) {
  ifaddrs* all = nullptr;
  if (::getifaddrs(&all) != 0) return {};
  const std::unique_ptr<ifaddrs, void (*)(ifaddrs*)> owned(all, ::freeifaddrs);
  std::vector<InterfaceAddress> found;
  for (const ifaddrs* next = all; next != nullptr; next = next->ifa_next) {
    if (!is_wanted(next->ifa_flags, loopback)) continue;
    const unsigned index = ::if_nametoindex(next->ifa_name);
    const auto address = address_of(next->ifa_addr, index);
    if (index != 0 && address) found.push_back({index, *address});
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace os
