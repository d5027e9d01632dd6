#include "tests/e2e/raw_connection.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <utility>

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
    char next = 0;
    if (recv(socket_, &next, 1, MSG_DONTWAIT | MSG_PEEK) == 0) return false;
    const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

std::string RawConnection::receive() {
  std::string bytes(4096, '\0');
  const ssize_t count = recv(socket_, bytes.data(), bytes.size(), 0);
  bytes.resize(static_cast<std::size_t>(count > 0 ? count : 0));
  return bytes;
}

TlsConnection::TlsConnection(const std::string& address, const base::KeySeed& seed)
    : raw_(address), channels_(os::tls_channels(seed)), channel_(channels_->make(true)) {
  channel_->shake_hands();
  while (flush() && channel_->state() == os::Channel::State::kHandshake) {
    const std::string wire = raw_.receive();
    if (wire.empty()) return;
    channel_->feed({reinterpret_cast<const std::uint8_t*>(wire.data()), wire.size()});
    channel_->shake_hands();
  }
}

bool TlsConnection::send(std::string_view bytes) {
  if (!open()) return false;
  channel_->write({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
  return flush();
}

bool TlsConnection::flush() {
  const base::Bytes wire = std::exchange(channel_->output(), {});
  return raw_.send({reinterpret_cast<const char*>(wire.data()), wire.size()});
}

}  // namespace e2e
