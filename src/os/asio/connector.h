// Connector: one attempt to reach an address, within a time limit: look the name up, try what it stands for.
// Owned by the Link that dials. Answers once, from the loop, unless cancelled.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>

#include "base/result.h"
#include "os/asio/address.h"

namespace os {

class Connector : public std::enable_shared_from_this<Connector> {
 public:
  using Socket = boost::asio::ip::tcp::socket;
  using Done = std::function<void(base::Result<Socket>)>;

  explicit Connector(boost::asio::io_context& context)
      : resolver_(context), socket_(context), deadline_(context) {}

  void start(const HostPort& address, std::chrono::milliseconds timeout, Done done);
  void cancel();

 private:
  void look_up(const HostPort& address);
  template <class Endpoints>
  void connect(const Endpoints& endpoints);
  void finish(base::Result<Socket> result);

  boost::asio::ip::tcp::resolver resolver_;
  Socket socket_;
  boost::asio::steady_timer deadline_;
  Done done_;  // empty once answered or cancelled
};

}  // namespace os
