// AsioBeacon: env::Beacon over UDP multicast, to a group of the local network that no router passes on (RFC
// 2365, hops 1). Owned by main(); the loop and the listener must outlive it. Where there is no network it
// does nothing, and looks again now and then.
#pragma once

#include <boost/asio/ip/udp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "env/beacon.h"
#include "os/asio/event_loop.h"
#include "os/asio/interfaces.h"

namespace os {

class AsioBeacon final : public env::Beacon {
 public:
  static constexpr std::uint16_t kPort = 47'617;
  static constexpr std::size_t kBytesMax = 64;         // of a datagram; a longer one is dropped unread
  static constexpr std::size_t kInterfacesMax = 16;    // the kernel lets a socket join some twenty
  static constexpr std::size_t kDatagramsOfTurn = 16;  // then a pause: a flood is dropped by the kernel
  static constexpr std::chrono::milliseconds kPause{10};
  static constexpr std::chrono::seconds kLookEvery{5};  // for interfaces that came or went

  struct Options {
    bool on_this_machine = true;  // whether it opens at a loopback address
    std::uint16_t port = kPort;   // another one only in tests
  };

  explicit AsioBeacon(EventLoop& loop) : AsioBeacon(loop, Options{}) {}
  AsioBeacon(EventLoop& loop, const Options& options) : loop_(loop), options_(options) {}
  ~AsioBeacon() override;
  AsioBeacon(const AsioBeacon&) = delete;
  AsioBeacon& operator=(const AsioBeacon&) = delete;

  // At a wildcard address it is heard on all interfaces, at that of one on that one, at a loopback address on
  // this machine alone; over IPv4 or IPv6 or, at [::], both.
  void open(const std::string& address, env::Beacon::Listener& listener) override;
  void send(base::ByteView datagram) override;

 private:
  class Mouth;  // one socket: of IPv4 or of IPv6

  void look_at_interfaces();
  void complain(const std::string& what);

  EventLoop& loop_;
  const Options options_;
  bool complained_ = false;
  boost::asio::ip::address home_;  // as given to open()
  std::vector<std::shared_ptr<Mouth>> mouths_;
  std::unique_ptr<boost::asio::steady_timer> look_;
};

}  // namespace os
