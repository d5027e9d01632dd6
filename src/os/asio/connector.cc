#include "os/asio/connector.h"

#include <array>
#include <boost/asio/connect.hpp>
#include <string>
#include <utility>

#include "os/asio/socket_setup.h"

namespace os {

namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

std::string in_seconds(std::chrono::milliseconds duration) {
  const auto tenths = duration.count() / 100;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

// Dialing a port of this machine where nobody listens, the kernel may choose that very port to dial from;
// the socket is then connected to itself, and keeps whoever should listen there out.
bool reached_itself(const tcp::socket& socket) {
  error_code error;
  return socket.local_endpoint(error) == socket.remote_endpoint(error) && !error;
}

}  // namespace

void Connector::start(const HostPort& address, std::chrono::milliseconds timeout, Done done) {
  done_ = std::move(done);
  deadline_.expires_after(timeout);
  deadline_.async_wait([self = shared_from_this(), timeout](const error_code& error) {
    if (!error) self->finish(base::Error{"no answer within " + in_seconds(timeout)});
  });
  if (const auto literal = literal_endpoint(address)) {
    connect(std::array{*literal});
  } else {
    look_up(address);
  }
}

void Connector::cancel() {
  done_ = nullptr;
  error_code ignored;
  resolver_.cancel();
  socket_.close(ignored);
  deadline_.cancel();
}

void Connector::look_up(const HostPort& address) {
  resolver_.async_resolve(
      address.host, std::to_string(address.port),
      [self = shared_from_this()](const error_code& error, const tcp::resolver::results_type& found) {
        if (!self->done_) return;
        if (error) return self->finish(base::Error{describe(error)});
        self->connect(found);
      });
}

template <class Endpoints>
void Connector::connect(const Endpoints& endpoints) {
  boost::asio::async_connect(socket_, endpoints,
                             [self = shared_from_this()](const error_code& error, const tcp::endpoint&) {
                               if (!self->done_) return;
                               if (error) return self->finish(base::Error{describe(error)});
                               if (reached_itself(self->socket_))
                                 return self->finish(base::Error{"nobody listens there"});
                               self->finish(std::move(self->socket_));
                             });
}

void Connector::finish(base::Result<Socket> result) {
  if (!done_) return;
  const Done done = std::exchange(done_, nullptr);
  cancel();
  done(std::move(result));
}

}  // namespace os
