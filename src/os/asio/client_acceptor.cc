#include "os/asio/client_acceptor.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <chrono>
#include <cstring>
#include <utility>

#include "os/asio/address.h"
#include "os/asio/socket_setup.h"
#include "os/log.h"
#include "os/printable.h"

namespace os {

namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;
using Local = boost::asio::local::stream_protocol;

constexpr std::string_view kUnixPrefix = "unix:";
constexpr std::size_t kUnixPathBytesMax = sizeof(sockaddr_un::sun_path) - 1;
constexpr std::chrono::milliseconds kBackOff{100};

base::Error cannot_listen(const std::string& address, const std::string& why) {
  return {"can't listen at " + printable(address) + ": " + why};
}

std::string hint(const error_code& error) {
  if (error == boost::asio::error::address_in_use) return "; another program does, so choose another port";
  if (error == boost::asio::error::access_denied) return "; choose a port above 1023";
  return "";
}

// Left by a program that died: nobody answers behind it.
bool is_stale(const std::string& path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0 || !S_ISSOCK(status.st_mode) || status.st_uid != ::geteuid())
    return false;
  boost::asio::io_context context;
  Local::socket probe(context);
  error_code error;
  probe.connect(Local::endpoint(path), error);
  return error == boost::asio::error::connection_refused;
}

tcp::endpoint as_tcp(const ClientAcceptor::Protocol::endpoint& endpoint) {
  tcp::endpoint as;
  if (endpoint.size() <= as.capacity()) {
    std::memcpy(as.data(), endpoint.data(), endpoint.size());
    as.resize(endpoint.size());
  }
  return as;
}

}  // namespace

std::string remote_name(const ClientAcceptor::Protocol::endpoint& endpoint) {
  const int family = endpoint.data()->sa_family;
  return family == AF_INET || family == AF_INET6 ? to_string(as_tcp(endpoint)) : "unix";
}

ClientAcceptor::ClientAcceptor(boost::asio::io_context& context, Accepted accepted)
    : acceptor_(context), back_off_(context), accepted_(std::move(accepted)) {}

ClientAcceptor::~ClientAcceptor() { remove_file(); }

base::Result<std::string> ClientAcceptor::listen(const std::string& address) {
  return address.starts_with(kUnixPrefix) ? listen_unix(address) : listen_tcp(address);
}

base::Result<std::string> ClientAcceptor::listen_tcp(const std::string& address) {
  const auto parsed = parse_host_port(address);
  if (!parsed) return parsed.error();
  const auto endpoint = literal_endpoint(parsed.value());
  if (!endpoint)
    return cannot_listen(address, "the host must be an IP address of this machine, as in 127.0.0.1:6667");
  error_code error = bind(*endpoint);
  if (!error) error = begin();
  if (error) return cannot_listen(address, describe(error) + hint(error));
  error_code ignored;
  return to_string(as_tcp(acceptor_.local_endpoint(ignored)));
}

base::Result<std::string> ClientAcceptor::listen_unix(const std::string& address) {
  const std::string path = address.substr(kUnixPrefix.size());
  if (path.empty() || path.size() > kUnixPathBytesMax || path.find('\0') != std::string::npos) {
    return cannot_listen(
        address, "the path of a Unix socket has 1 to " + std::to_string(kUnixPathBytesMax) + " bytes");
  }
  error_code error = bind(Local::endpoint(path));
  if (error == boost::asio::error::address_in_use && is_stale(path) && ::unlink(path.c_str()) == 0) {
    error = bind(Local::endpoint(path));
  }
  if (error == boost::asio::error::address_in_use) {
    return cannot_listen(address, "another program is there, or a file that is not a socket of yours");
  }
  if (error) return cannot_listen(address, describe(error));
  path_ = path;
  struct stat status {};
  // Nobody can connect before listen(), so that it is private from the first moment.
  if (::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0 || ::lstat(path.c_str(), &status) != 0) {
    return cannot_listen(address, "it can't be made private to you");
  }
  device_ = status.st_dev;
  inode_ = status.st_ino;
  if ((error = begin())) return cannot_listen(address, describe(error));
  return address;
}

error_code ClientAcceptor::bind(const Protocol::endpoint& endpoint) {
  error_code error, ignored;
  acceptor_.close(ignored);
  acceptor_.open(endpoint.protocol(), error);
  if (error) return error;
  close_on_exec(acceptor_.native_handle());
  if (endpoint.protocol().family() != AF_UNIX) {
    acceptor_.set_option(boost::asio::socket_base::reuse_address(true), error);
  }
  if (!error) acceptor_.bind(endpoint, error);
  return error;
}

error_code ClientAcceptor::begin() {
  error_code error;
  acceptor_.listen(boost::asio::socket_base::max_listen_connections, error);
  if (!error) accept();
  return error;
}

void ClientAcceptor::accept() {
  acceptor_.async_accept(remote_,
                         [self = shared_from_this()](const error_code& error, Protocol::socket socket) {
                           if (!self->accepted_) return;
                           if (error) return self->on_error(error);
                           self->backing_off_ = false;
                           close_on_exec(socket.native_handle());
                           error_code ignored;
                           if (self->path_.empty()) socket.set_option(tcp::no_delay(true), ignored);
                           self->accepted_(std::move(socket), self->remote_);
                           if (self->accepted_) self->accept();
                         });
}

void ClientAcceptor::on_error(const error_code& error) {
  if (error == boost::asio::error::connection_aborted) return accept();
  if (!backing_off_) log(LogLevel::kError, "can't accept clients: " + describe(error));
  backing_off_ = true;
  back_off_.expires_after(kBackOff);
  back_off_.async_wait([self = shared_from_this()](const error_code& cancelled) {
    if (!cancelled && self->accepted_) self->accept();
  });
}

void ClientAcceptor::stop() {
  accepted_ = nullptr;
  error_code ignored;
  acceptor_.close(ignored);
  back_off_.cancel();
  remove_file();
}

// Only the one that was made here: another program may have put its own in place meanwhile.
void ClientAcceptor::remove_file() {
  const std::string path = std::exchange(path_, {});
  struct stat status {};
  if (path.empty() || ::lstat(path.c_str(), &status) != 0) return;
  if (status.st_dev == device_ && status.st_ino == inode_) ::unlink(path.c_str());
}

}  // namespace os
