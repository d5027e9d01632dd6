// A UDP socket on this machine: datagrams out and in, addresses as "HOST:PORT" strings. Owns its descriptor,
// never blocks, and never says who sent a datagram: a row carries what its reader needs.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace examples {

class UdpSocket {
 public:
  // Port 0 lets the system choose; address() tells what it chose.
  static base::Result<UdpSocket> bind(const std::string& address);

  UdpSocket(UdpSocket&& other) noexcept;
  UdpSocket& operator=(UdpSocket&&) = delete;
  ~UdpSocket();

  const std::string& address() const { return address_; }
  int descriptor() const { return descriptor_; }  // for poll()

  base::Status send(const std::string& to, std::string_view datagram);
  std::optional<std::string> receive();  // nothing waiting: nullopt

 private:
  UdpSocket(int descriptor, std::string address);

  int descriptor_;
  std::string address_;
};

}  // namespace examples
