#include "os/asio/multicast_options.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>

namespace os {

namespace {

namespace ip = boost::asio::ip;

ip_mreqn request_of(const InterfaceAddress& interface) {
  ip_mreqn request{};
  request.imr_address.s_addr = htonl(interface.address.to_v4().to_uint());
  request.imr_ifindex = static_cast<int>(interface.index);
  return request;
}

}  // namespace

void join_group(int socket, const ip::address& group, const InterfaceAddress& interface) {
  if (group.is_v4()) {
    ip_mreqn request = request_of(interface);
    request.imr_multiaddr.s_addr = htonl(group.to_v4().to_uint());
    ::setsockopt(socket, IPPROTO_IP, IP_ADD_MEMBERSHIP, &request, sizeof request);
    return;
  }
  ipv6_mreq request{};
  const auto bytes = group.to_v6().to_bytes();
  std::ranges::copy(bytes, request.ipv6mr_multiaddr.s6_addr);
  request.ipv6mr_interface = interface.index;
  ::setsockopt(socket, IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, &request, sizeof request);
}

void send_through(int socket, const InterfaceAddress& interface) {
  if (interface.address.is_v4()) {
    const ip_mreqn request = request_of(interface);
    ::setsockopt(socket, IPPROTO_IP, IP_MULTICAST_IF, &request, sizeof request);
    return;
  }
  const auto index = static_cast<int>(interface.index);
  ::setsockopt(socket, IPPROTO_IPV6, IPV6_MULTICAST_IF, &index, sizeof index);
}

void hear_joined_interfaces_only(int socket) {
  constexpr int kOff = 0;
  ::setsockopt(socket, IPPROTO_IP, IP_MULTICAST_ALL, &kOff, sizeof kOff);
  ::setsockopt(socket, IPPROTO_IPV6, IPV6_MULTICAST_ALL, &kOff, sizeof kOff);
}

}  // namespace os
