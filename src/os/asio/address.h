// "HOST:PORT" as people write it, IPv6 in brackets. Takes apart and puts together; resolves nothing.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace os {

struct HostPort {
  std::string host;  // a name or an IP address, without brackets
  std::uint16_t port = 0;
};

base::Result<HostPort> parse_host_port(std::string_view text);

// Nothing when `host` is a name, which has to be looked up.
std::optional<boost::asio::ip::tcp::endpoint> literal_endpoint(const HostPort& address);

std::string to_string(const boost::asio::ip::tcp::endpoint& endpoint);

}  // namespace os
