#include "support/udp_socket.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <utility>

namespace examples {

namespace {

constexpr std::size_t kDatagramBytesMax = 65'536;

std::string reason() { return std::strerror(errno); }

std::optional<sockaddr_in> parse_address(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos) return std::nullopt;
  std::uint16_t port = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data() + colon + 1, last, port);
  if (error != std::errc{} || end != last) return std::nullopt;

  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  if (inet_pton(AF_INET, text.substr(0, colon).c_str(), &address.sin_addr) != 1) return std::nullopt;
  return address;
}

std::string to_text(const sockaddr_in& address) {
  std::array<char, INET_ADDRSTRLEN> host{};
  inet_ntop(AF_INET, &address.sin_addr, host.data(), host.size());
  return std::string(host.data()) + ":" + std::to_string(ntohs(address.sin_port));
}

}  // namespace

base::Result<UdpSocket> UdpSocket::bind(const std::string& address) {
  const std::optional<sockaddr_in> wanted = parse_address(address);
  if (!wanted) return base::Error{"\"" + address + "\" is no address; give one like 127.0.0.1:12345"};

  const int descriptor = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (descriptor < 0) return base::Error{"no socket to be had: " + reason()};
  UdpSocket socket(descriptor, address);

  sockaddr_in bound = *wanted;
  socklen_t size = sizeof bound;
  if (::bind(descriptor, reinterpret_cast<const sockaddr*>(&bound), size) != 0 ||
      ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&bound), &size) != 0) {
    return base::Error{"cannot listen at " + address + ": " + reason() + "; try another port, or 0 for any"};
  }
  socket.address_ = to_text(bound);
  return socket;
}

UdpSocket::UdpSocket(int descriptor, std::string address)
    : descriptor_(descriptor), address_(std::move(address)) {}

UdpSocket::UdpSocket(UdpSocket&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), address_(std::move(other.address_)) {}

UdpSocket::~UdpSocket() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

base::Status UdpSocket::send(const std::string& to, std::string_view datagram) {
  const std::optional<sockaddr_in> target = parse_address(to);
  if (!target) return base::Error{"cannot send to \"" + to + "\": no address"};
  const ssize_t sent = ::sendto(descriptor_, datagram.data(), datagram.size(), 0,
                                reinterpret_cast<const sockaddr*>(&*target), sizeof *target);
  if (sent < 0) return base::Error{"cannot send to " + to + ": " + reason()};
  return base::Done{};
}

std::optional<std::string> UdpSocket::receive() {
  std::string datagram(kDatagramBytesMax, '\0');
  const ssize_t size = ::recv(descriptor_, datagram.data(), datagram.size(), 0);
  if (size < 0) return std::nullopt;
  datagram.resize(static_cast<std::size_t>(size));
  return datagram;
}

}  // namespace examples
