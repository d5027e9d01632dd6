// Acceptor: takes inbound connections at one address and hands them on. Owned by AsioNetwork.
// Out of descriptors it turns callers away instead of spinning, and recovers by itself.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>

#include "os/asio/event_loop.h"
#include "os/asio/network_stats.h"

namespace os {

class Acceptor : public std::enable_shared_from_this<Acceptor> {
 public:
  // Asked first, so that a caller who is not wanted costs two system calls and nothing else.
  using Wanted = std::function<bool(const boost::asio::ip::address& caller)>;
  using Accepted = std::function<void(boost::asio::ip::tcp::socket)>;

  Acceptor(EventLoop& loop, NetworkStats& stats, Wanted wanted, Accepted accepted);
  ~Acceptor();

  boost::system::error_code listen(const boost::asio::ip::tcp::endpoint& endpoint);
  boost::asio::ip::tcp::endpoint bound_endpoint() const;
  void stop();  // nothing is handed on afterwards

 private:
  void accept();
  void take_some();
  void hand_on(int caller, const boost::asio::ip::tcp::endpoint& from);
  void accept_later(std::chrono::milliseconds pause);
  void on_error(const boost::system::error_code& error);
  void turn_one_away();
  void open_reserve();

  EventLoop& loop_;
  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::steady_timer back_off_;
  NetworkStats& stats_;
  Wanted wanted_;
  Accepted accepted_;  // empty once stopped
  bool backing_off_ = false;
  int reserve_ = -1;  // a descriptor kept to be given up when there is no other
};

}  // namespace os
