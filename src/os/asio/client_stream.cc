#include "os/asio/client_stream.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <utility>

#include "env/clients.h"
#include "os/asio/socket_setup.h"

namespace os {

namespace {

using boost::system::error_code;

// For the last words of a client that is closed to be read by it.
constexpr std::chrono::seconds kFarewellLimit{2};

constexpr std::size_t kQueueKept = 8 * 1024;  // of a queue that was longer once

// Whoever leaves more than that part of its queue unread is not read either: who talks faster than it listens waits.
constexpr std::size_t kReadWhileBelow = 4;

}  // namespace

ClientStream::ClientStream(Socket socket, std::size_t queue_bytes_max, ClientScratch& scratch, Events events)
    : socket_(std::move(socket)),
      farewell_(socket_.get_executor()),
      queue_bytes_max_(queue_bytes_max),
      events_(std::move(events)),
      scratch_(scratch) {}

void ClientStream::start() {
  error_code ignored;
  socket_.non_blocking(true, ignored);
  read();
}

void ClientStream::read() {
  if (reading_ || paused_ || closing_ || over_ || queued() > queue_bytes_max_ / kReadWhileBelow) return;
  reading_ = true;
  socket_.async_wait(Socket::wait_read, [self = shared_from_this()](const error_code& error) {
    self->reading_ = false;
    self->readable(error);
  });
}

// Into memory that all clients share: thousands that say nothing hold none.
void ClientStream::readable(error_code error) {
  if (over_ || closing_ || paused_) return;
  if (!error && queued() > queue_bytes_max_ / kReadWhileBelow) return;
  std::size_t count = 0;
  if (!error) count = socket_.read_some(boost::asio::buffer(scratch_), error);
  if (error && error != boost::asio::error::would_block) return end(describe(error));
  if (count > 0) events_.received({scratch_.data(), count});
  read();
}

void ClientStream::send(std::string_view bytes) {
  if (closing_ || over_) return;
  if (queued() + bytes.size() > queue_bytes_max_) {
    return end_soon(std::string(env::kSendQueueExceeded));
  }
  pending_ += bytes;
}

void ClientStream::flush() {
  if (over_ || !writing_.empty() || pending_.empty()) return;
  writing_.swap(pending_);
  boost::asio::async_write(
      socket_, boost::asio::buffer(writing_),
      [self = shared_from_this()](const error_code& error, std::size_t) { self->written(error); });
}

void ClientStream::written(const error_code& error) {
  writing_.clear();
  if (writing_.capacity() > kQueueKept) writing_.shrink_to_fit();
  if (over_) return;
  if (error) return end(closing_ ? closing_reason_ : describe(error));
  flush();
  if (closing_ && is_written()) return end(closing_reason_);
  read();
}

void ClientStream::close(std::string_view reason) {
  if (closing_ || over_) return;
  if (is_written()) return end_soon(std::string(reason));
  closing_ = true;
  closing_reason_ = reason;
  farewell_.expires_after(kFarewellLimit);
  farewell_.async_wait([self = shared_from_this()](const error_code& cancelled) {
    if (!cancelled && !self->over_) self->end(self->closing_reason_);
  });
}

void ClientStream::pause(bool paused) {
  paused_ = paused;
  read();
}

void ClientStream::abandon() {
  events_ = {};
  end({});
}

// The caller does not expect an event before it returns.
void ClientStream::end_soon(std::string reason) {
  closing_ = true;
  closing_reason_ = std::move(reason);
  pending_.clear();
  boost::asio::post(socket_.get_executor(), [self = shared_from_this()] {
    if (!self->over_) self->end(self->closing_reason_);
  });
}

void ClientStream::end(const std::string& reason) {
  over_ = true;
  pending_.clear();
  farewell_.cancel();
  error_code ignored;
  socket_.shutdown(Socket::shutdown_send, ignored);
  socket_.close(ignored);
  // The events' owner may let go of this stream while it is told.
  if (const auto closed = std::exchange(events_.closed, nullptr)) closed(reason);
}

}  // namespace os
