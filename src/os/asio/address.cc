#include "os/asio/address.h"

#include <boost/asio/ip/address.hpp>
#include <charconv>

#include "os/printable.h"

namespace os {

namespace {

namespace ip = boost::asio::ip;

constexpr std::size_t kHostBytesMax = 253;  // RFC 1035 as it is written out

base::Error bad_address(std::string_view text, std::string_view what) {
  return {"\"" + printable(text) + "\" is no address: " + std::string(what) +
          "; write HOST:PORT, as in 127.0.0.1:7000 or [::1]:7000"};
}

std::optional<std::uint16_t> parse_port(std::string_view digits) {
  std::uint16_t port = 0;
  const char* end = digits.data() + digits.size();
  const auto [stopped, error] = std::from_chars(digits.data(), end, port);
  if (error != std::errc{} || stopped != end) return std::nullopt;
  return port;
}

bool is_host_character(char c) { return c > ' ' && c <= '~' && c != '[' && c != ']'; }

}  // namespace

base::Result<HostPort> parse_host_port(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return bad_address(text, "the port is missing");
  const std::optional<std::uint16_t> port = parse_port(text.substr(colon + 1));
  if (!port) return bad_address(text, "the port must be a number from 0 to 65535");

  std::string_view host = text.substr(0, colon);
  const bool bracketed = host.size() >= 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  if (host.empty()) return bad_address(text, "the host is missing");
  if (host.size() > kHostBytesMax) return bad_address(text, "the host is too long");
  for (const char c : host) {
    if (!is_host_character(c)) return bad_address(text, "a host holds neither spaces nor control characters");
  }
  if (!bracketed && host.find(':') != std::string_view::npos) {
    return bad_address(text, "an IPv6 address needs brackets");
  }
  return HostPort{std::string(host), *port};
}

std::optional<ip::tcp::endpoint> literal_endpoint(const HostPort& address) {
  boost::system::error_code error;
  const ip::address literal = ip::make_address(address.host, error);
  if (error) return std::nullopt;
  return ip::tcp::endpoint(literal, address.port);
}

std::string to_string(const ip::tcp::endpoint& endpoint) {
  const std::string host = endpoint.address().to_string();
  const std::string port = std::to_string(endpoint.port());
  return endpoint.address().is_v6() ? "[" + host + "]:" + port : host + ":" + port;
}

}  // namespace os
