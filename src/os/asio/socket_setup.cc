#include "os/asio/socket_setup.h"

#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <boost/asio/error.hpp>

#include "env/network.h"

namespace os {

namespace {

using boost::system::error_code;
namespace error = boost::asio::error;

// Whatever the kernel has taken can't be overtaken by a heartbeat, so it takes little. The kernel doubles it.
constexpr int kSendBufferBytes = 32 * 1024;

}  // namespace

void configure_link_socket(boost::asio::ip::tcp::socket& socket,
                           std::chrono::milliseconds unacknowledged_for_max) {
  close_on_exec(socket.native_handle());
  error_code ignored;
  socket.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
  socket.set_option(boost::asio::socket_base::send_buffer_size(kSendBufferBytes), ignored);
  // After a cut TCP by itself waits longer and longer before it tries again; a new link is up sooner.
  const auto milliseconds = static_cast<unsigned int>(unacknowledged_for_max.count());
  ::setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_USER_TIMEOUT, &milliseconds, sizeof milliseconds);
}

void close_on_exec(int descriptor) {
  const int flags = ::fcntl(descriptor, F_GETFD);
  if (flags >= 0) ::fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC);
}

std::string describe(const error_code& code) {
  if (code == error::eof) return "closed by the other side";
  if (code == error::connection_reset || code == error::broken_pipe) return "reset by the other side";
  if (code == error::connection_refused) return "connection refused: nobody listens there";
  if (code == error::timed_out) return std::string(env::kUnresponsive);
  if (code == error::host_not_found || code == error::host_not_found_try_again) {
    return "the name could not be looked up: check its spelling and this machine's connection";
  }
  if (code == error::network_unreachable || code == error::host_unreachable) {
    return "no way there: check this machine's connection";
  }
  if (out_of_descriptors(code)) return "out of file descriptors: raise the limit with `ulimit -n`";
  return code.message();
}

bool out_of_descriptors(const error_code& code) {
  return code == error::no_descriptors || code == boost::system::errc::too_many_files_open_in_system;
}

}  // namespace os
