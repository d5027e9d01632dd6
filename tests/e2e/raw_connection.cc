#include "tests/e2e/raw_connection.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>

namespace e2e {

RawConnection::RawConnection(const std::string& address)
    : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in target{};
  target.sin_family = AF_INET;
  target.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  target.sin_port = htons(static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))));
  // A connection refused shows in the first send.
  static_cast<void>(connect(socket_, reinterpret_cast<const sockaddr*>(&target), sizeof target));
}

RawConnection::~RawConnection() { close(socket_); }

bool RawConnection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    // What the peer says is not of interest, but that it has ended is.
    std::array<char, 4096> ignored;
    if (recv(socket_, ignored.data(), ignored.size(), MSG_DONTWAIT) == 0) return false;
    const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

}  // namespace e2e
