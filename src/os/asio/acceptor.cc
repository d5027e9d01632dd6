#include "os/asio/acceptor.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <utility>

#include "os/asio/socket_setup.h"
#include "os/log.h"

namespace os {

namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::milliseconds kBackOff{100};

}  // namespace

Acceptor::Acceptor(boost::asio::io_context& context, NetworkStats& stats, Accepted accepted)
    : acceptor_(context), back_off_(context), stats_(stats), accepted_(std::move(accepted)) {
  open_reserve();
}

Acceptor::~Acceptor() {
  if (reserve_ >= 0) ::close(reserve_);
}

void Acceptor::open_reserve() { reserve_ = ::open("/dev/null", O_RDONLY | O_CLOEXEC); }

error_code Acceptor::listen(const tcp::endpoint& endpoint) {
  error_code error;
  acceptor_.open(endpoint.protocol(), error);
  if (error) return error;
  close_on_exec(acceptor_.native_handle());
  // A peer that restarts gets its port back although connections of its former life linger in the kernel.
  acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(boost::asio::socket_base::max_listen_connections, error);
  if (!error) accept();
  return error;
}

tcp::endpoint Acceptor::bound_endpoint() const {
  error_code ignored;
  return acceptor_.local_endpoint(ignored);
}

void Acceptor::stop() {
  accepted_ = nullptr;
  error_code ignored;
  acceptor_.close(ignored);
  back_off_.cancel();
}

void Acceptor::accept() {
  acceptor_.async_accept([self = shared_from_this()](const error_code& error, tcp::socket socket) {
    if (!self->accepted_) return;
    if (error) return self->on_error(error);
    self->backing_off_ = false;
    self->accepted_(std::move(socket));
    if (self->accepted_) self->accept();
  });
}

void Acceptor::on_error(const error_code& error) {
  if (error == boost::asio::error::connection_aborted) return accept();
  if (out_of_descriptors(error)) turn_one_away();
  if (!backing_off_) log(LogLevel::kError, "can't accept connections: " + describe(error));
  backing_off_ = true;
  back_off_.expires_after(kBackOff);
  back_off_.async_wait([self = shared_from_this()](const error_code& cancelled) {
    if (!cancelled && self->accepted_) self->accept();
  });
}

// The caller learns at once that it is not served here, instead of waiting in the kernel's queue.
void Acceptor::turn_one_away() {
  ++stats_.refused_no_descriptor;
  if (reserve_ >= 0) ::close(reserve_);
  const int caller = ::accept4(acceptor_.native_handle(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (caller >= 0) ::close(caller);
  open_reserve();
}

}  // namespace os
