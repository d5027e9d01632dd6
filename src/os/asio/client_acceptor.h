// ClientAcceptor: takes in clients at one address of either kind. Owned by AsioClients. It removes the file
// of a Unix socket that it made.
#pragma once

#include <sys/types.h>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"

namespace os {

class ClientAcceptor : public std::enable_shared_from_this<ClientAcceptor> {
 public:
  using Protocol = boost::asio::generic::stream_protocol;
  using Accepted = std::function<void(Protocol::socket, const Protocol::endpoint& remote)>;

  ClientAcceptor(boost::asio::io_context& context, Accepted accepted);
  ~ClientAcceptor();

  // Answers with the address bound.
  base::Result<std::string> listen(const std::string& address);
  void stop();  // nothing is handed on afterwards

 private:
  base::Result<std::string> listen_tcp(const std::string& address);
  base::Result<std::string> listen_unix(const std::string& address);
  boost::system::error_code bind(const Protocol::endpoint& endpoint);
  boost::system::error_code begin();
  void accept();
  void on_error(const boost::system::error_code& error);
  void remove_file();

  boost::asio::basic_socket_acceptor<Protocol> acceptor_;
  boost::asio::steady_timer back_off_;
  Accepted accepted_;  // empty once stopped
  Protocol::endpoint remote_;
  std::string path_;  // of a Unix socket, once it is bound
  dev_t device_ = 0;  // of its file
  ino_t inode_ = 0;
  bool backing_off_ = false;
};

// "HOST:PORT", or "unix".
std::string remote_name(const ClientAcceptor::Protocol::endpoint& endpoint);

}  // namespace os
