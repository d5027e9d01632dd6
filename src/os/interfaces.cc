#include "os/interfaces.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace os {

namespace {

constexpr std::size_t kAddressesMax = 6;

std::string text_of(const sockaddr& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.sa_family == AF_INET) {
    sockaddr_in ip{};
    std::memcpy(&ip, &address, sizeof ip);
    ::inet_ntop(AF_INET, &ip.sin_addr, text.data(), text.size());
  } else if (address.sa_family == AF_INET6) {
    sockaddr_in6 ip{};
    std::memcpy(&ip, &address, sizeof ip);
    // A link-local address means nothing without the name of the interface.
    if (!IN6_IS_ADDR_LINKLOCAL(&ip.sin6_addr)) ::inet_ntop(AF_INET6, &ip.sin6_addr, text.data(), text.size());
  }
  return text.data();
}

}  // namespace

std::vector<std::string> interface_addresses(Family family) {
  std::vector<std::string> four, six;
  ifaddrs* all = nullptr;
  if (::getifaddrs(&all) == 0) {
    for (const ifaddrs* one = all; one != nullptr; one = one->ifa_next) {
      if (one->ifa_addr == nullptr || (one->ifa_flags & IFF_UP) == 0 || (one->ifa_flags & IFF_LOOPBACK) != 0)
        continue;
      const std::string text = text_of(*one->ifa_addr);
      if (!text.empty()) (text.find(':') == std::string::npos ? four : six).push_back(text);
    }
    ::freeifaddrs(all);
  }
  if (family == Family::kBoth) four.insert(four.end(), six.begin(), six.end());
  if (four.empty()) four.emplace_back("127.0.0.1");
  four.resize(std::min(four.size(), kAddressesMax));
  return four;
}

bool port_is_free(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket < 0) return false;
  const int on = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in any{};
  any.sin_family = AF_INET;
  any.sin_port = htons(port);
  const bool is_free = ::bind(socket, reinterpret_cast<const sockaddr*>(&any), sizeof any) == 0;
  ::close(socket);
  return is_free;
}

}  // namespace os
