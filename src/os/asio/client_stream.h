// ClientStream: one client's byte stream, in TLS or not, read in chunks and written once a wake-up. Owned by AsioClients,
// through shared_ptr, because what is under way outlives it.
#pragma once

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "os/tls/tls_channel.h"

namespace os {

// What all clients are read into, one at a time. AsioClients has it; it is not touched any more once a stream was abandoned.
using ClientScratch = std::vector<char>;

class ClientStream : public std::enable_shared_from_this<ClientStream> {
 public:
  using Socket = boost::asio::generic::stream_protocol::socket;
  struct Events {
    std::function<void(const std::string& certificate)> opened;  // the first one, unless it is closed before
    std::function<void(std::string_view bytes)> received;
    std::function<void(std::string_view reason)> closed;  // the last one, once
  };

  // `tls`: null for a plain stream.
  ClientStream(Socket socket, std::unique_ptr<TlsChannel> tls, std::size_t queue_bytes_max, ClientScratch& scratch,
               Events events);

  void start();
  void send(std::string_view bytes);
  void flush();  // what was sent since the last time starts on its way
  void close(std::string_view reason);
  void pause(bool paused);
  void abandon();  // no event follows
  bool wants_flush() const { return !pending_.empty() && writing_.empty() && !over_; }
  bool is_open() const { return events_.opened == nullptr; }

 private:
  void read();
  void readable(boost::system::error_code error);
  void take(std::string_view wire);
  void hand_over(std::string_view bytes);
  void hand_over_held();
  void opened();
  void seal();
  void push();
  void written(const boost::system::error_code& error);
  void end_soon(std::string reason);
  void end(const std::string& reason);
  std::size_t queued() const { return pending_.size() + writing_.size(); }
  bool is_written() const { return pending_.empty() && writing_.empty(); }

  Socket socket_;
  const std::unique_ptr<TlsChannel> tls_;
  boost::asio::steady_timer limit_;  // for the handshake, then for the last words
  const std::size_t queue_bytes_max_;
  Events events_;
  ClientScratch& scratch_;
  std::string pending_, writing_;  // together at most queue_bytes_max_, and what TLS adds
  std::string held_;               // came in a record of TLS while reading was paused
  bool reading_ = false, paused_ = false;
  bool closing_ = false;  // asked to: writes what is left
  bool over_ = false;     // the socket is closed
  bool said_end_ = false;  // to TLS
  std::string closing_reason_;
};

}  // namespace os
