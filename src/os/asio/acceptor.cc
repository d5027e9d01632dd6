#include "os/asio/acceptor.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <utility>

#include "os/asio/socket_setup.h"
#include "os/log.h"

namespace os {

namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::milliseconds kBackOff{100};
// Callers come in crowds or alone. One alone is taken at once; of a crowd so many, then again after a pause,
// so that it costs few turns of the loop: 3,200 a second. The rest wait in the kernel's queue.
constexpr std::chrono::milliseconds kPause{5};
constexpr int kCallersOfTurn = 16;

}  // namespace

Acceptor::Acceptor(EventLoop& loop, NetworkStats& stats, Wanted wanted, Accepted accepted)
    : loop_(loop),
      acceptor_(loop.context()),
      back_off_(loop.context()),
      stats_(stats),
      wanted_(std::move(wanted)),
      accepted_(std::move(accepted)) {
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
  if (!error) acceptor_.non_blocking(true, error);
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
  acceptor_.async_wait(tcp::acceptor::wait_read, [self = shared_from_this()](const error_code& error) {
    if (!self->accepted_) return;
    if (error) return self->on_error(error);
    self->take_some();
  });
}

void Acceptor::take_some() {
  for (int i = 0; i < kCallersOfTurn && accepted_; ++i) {
    tcp::endpoint from;
    auto size = static_cast<socklen_t>(from.capacity());
    const int caller = ::accept4(acceptor_.native_handle(), from.data(), &size, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (caller < 0 && errno == ECONNABORTED) continue;
    if (caller < 0 && (errno == EAGAIN || errno == EINTR)) break;
    if (caller < 0) return on_error(error_code(errno, boost::system::system_category()));
    backing_off_ = false;
    from.resize(size);
    hand_on(caller, from);
  }
  if (accepted_) accept_later(kPause);
}

void Acceptor::hand_on(int caller, const tcp::endpoint& from) {
  if (!wanted_(from.address())) {
    ::close(caller);
    return;
  }
  tcp::socket socket(loop_.context());
  error_code error;
  socket.assign(from.protocol(), caller, error);
  if (error) {
    ::close(caller);
    return;
  }
  accepted_(std::move(socket));
}

void Acceptor::on_error(const error_code& error) {
  if (out_of_descriptors(error)) turn_one_away();
  if (!backing_off_) log(LogLevel::kError, "can't accept connections: " + describe(error));
  backing_off_ = true;
  accept_later(kBackOff);
}

void Acceptor::accept_later(std::chrono::milliseconds pause) {
  back_off_.expires_after(pause);
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
