#include "node/address.h"

namespace node {

std::string reachable(const std::string& advertised, const std::string& remote) {
  const std::size_t colon = advertised.rfind(':');
  const std::size_t remote_colon = remote.rfind(':');
  if (colon == std::string::npos || remote_colon == std::string::npos) return advertised;
  const std::string host = advertised.substr(0, colon);
  if (host != "0.0.0.0" && host != "[::]") return advertised;
  return remote.substr(0, remote_colon) + advertised.substr(colon);
}

std::string reachable_here(const std::string& address) {
  return reachable(address, address.starts_with("[") ? "[::1]:0" : "127.0.0.1:0");
}

}  // namespace node
