#include "os/asio/asio_beacon.h"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/multicast.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <utility>

#include "os/asio/address.h"
#include "os/asio/multicast_options.h"
#include "os/asio/socket_setup.h"
#include "os/log.h"

namespace os {

namespace {

namespace ip = boost::asio::ip;
using boost::system::error_code;

// Administratively scoped to the site's local scope (RFC 2365, 6.1), and link-local (RFC 4291, 2.7): nobody
// else's.
const ip::address kGroupV4 = ip::make_address("239.255.71.6");
const ip::address kGroupV6 = ip::make_address("ff02::c01c:1a7e");

}  // namespace

class AsioBeacon::Mouth : public std::enable_shared_from_this<Mouth> {
 public:
  Mouth(EventLoop& loop, const ip::address& group, std::uint16_t port, env::Beacon::Listener& listener)
      : socket_(loop.context()), pause_(loop.context()), group_(group, port), listener_(&listener) {}

  // Bound to the group, not to any address: nothing but what was sent to the group is heard.
  error_code open() {
    error_code error;
    socket_.open(group_.protocol(), error);
    if (error) return error;
    close_on_exec(socket_.native_handle());
    socket_.set_option(ip::udp::socket::reuse_address(true), error);
    if (!error && group_.address().is_v6()) socket_.set_option(ip::v6_only(true), error);
    if (!error) socket_.set_option(ip::multicast::hops(1), error);
    if (!error) socket_.set_option(ip::multicast::enable_loopback(true), error);
    if (!error) socket_.bind(group_, error);
    if (!error) socket_.non_blocking(true, error);
    hear_joined_interfaces_only(socket_.native_handle());
    if (!error) await_datagrams();
    return error;
  }

  void close() {
    listener_ = nullptr;
    error_code ignored;
    socket_.close(ignored);
    pause_.cancel();
  }

  // One address an interface is enough. Joining twice is an error of no consequence.
  void use(const std::vector<InterfaceAddress>& all) {
    ways_.clear();
    for (const InterfaceAddress& way : all) {
      const bool fits = way.address.is_v6() == group_.address().is_v6();
      const bool known = !ways_.empty() && ways_.back().index == way.index;
      if (!fits || known || ways_.size() >= kInterfacesMax) continue;
      join_group(socket_.native_handle(), group_.address(), way);
      ways_.push_back(way);
    }
  }

  // What can't leave, because an interface is going, will be said again.
  bool send(base::ByteView datagram) {
    bool left = false;
    for (const InterfaceAddress& way : ways_) {
      send_through(socket_.native_handle(), way);
      error_code error;
      socket_.send_to(boost::asio::buffer(datagram.data(), datagram.size()), group_, 0, error);
      left = left || !error;
    }
    return left || ways_.empty();
  }

 private:
  void await_datagrams() {
    socket_.async_wait(ip::udp::socket::wait_read, [self = shared_from_this()](const error_code& error) {
      if (self->listener_ == nullptr || error) return;
      self->read();
    });
  }

  void read() {
    // One byte more than allowed, so that a longer one shows.
    std::array<std::uint8_t, kBytesMax + 1> bytes;
    for (std::size_t i = 0; i < kDatagramsOfTurn; ++i) {
      ip::udp::endpoint from;
      error_code error;
      const std::size_t size = socket_.receive_from(boost::asio::buffer(bytes), from, 0, error);
      if (error) return await_datagrams();
      if (size == 0 || size > kBytesMax) continue;
      const std::string host = from.address().to_string();
      listener_->datagram_came({bytes.data(), size}, from.address().is_v6() ? "[" + host + "]" : host);
    }
    pause_.expires_after(kPause);
    pause_.async_wait([self = shared_from_this()](const error_code& cancelled) {
      if (!cancelled && self->listener_ != nullptr) self->await_datagrams();
    });
  }

  ip::udp::socket socket_;
  boost::asio::steady_timer pause_;
  const ip::udp::endpoint group_;
  env::Beacon::Listener* listener_;  // null once closed
  std::vector<InterfaceAddress> ways_;
};

AsioBeacon::~AsioBeacon() {
  for (const auto& mouth : mouths_) mouth->close();
}

void AsioBeacon::open(const std::string& address, env::Beacon::Listener& listener) {
  const auto parsed = parse_host_port(address);
  const auto endpoint = parsed ? literal_endpoint(parsed.value()) : std::nullopt;
  if (!endpoint || look_ != nullptr) return;
  if (endpoint->address().is_loopback() && !options_.on_this_machine) return;
  home_ = endpoint->address();
  std::vector<ip::address> groups;
  if (home_.is_v4() || home_.is_unspecified()) groups.push_back(kGroupV4);
  if (home_.is_v6()) groups.push_back(kGroupV6);
  for (const ip::address& group : groups) {
    auto mouth = std::make_shared<Mouth>(loop_, group, options_.port, listener);
    const error_code error = mouth->open();
    error ? complain(describe(error)) : mouths_.push_back(std::move(mouth));
  }
  look_ = std::make_unique<boost::asio::steady_timer>(loop_.context());
  look_at_interfaces();
}

void AsioBeacon::send(base::ByteView datagram) {
  if (datagram.empty() || datagram.size() > kBytesMax) return;
  for (const auto& mouth : mouths_) {
    if (!mouth->send(datagram)) complain("no network takes a datagram");
  }
}

void AsioBeacon::look_at_interfaces() {
  std::vector<InterfaceAddress> ways = interface_addresses(home_.is_loopback());
  if (!home_.is_unspecified()) {
    std::erase_if(ways, [this](const InterfaceAddress& way) { return way.address != home_; });
  }
  for (const auto& mouth : mouths_) mouth->use(ways);
  look_->expires_after(kLookEvery);
  look_->async_wait([this](const error_code& cancelled) {
    if (!cancelled) look_at_interfaces();
  });
}

// Once: a machine without a network says so for as long as it has none.
void AsioBeacon::complain(const std::string& what) {
  if (!std::exchange(complained_, true)) {
    log(LogLevel::kInfo, "members on the local network may not be found: " + what);
  }
}

}  // namespace os
