#include "os/asio/client_stream.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <array>
#include <chrono>
#include <utility>

#include "env/clients.h"
#include "os/asio/socket_setup.h"

namespace os {

namespace {

using boost::system::error_code;

// For the last words of a client that is closed to be read by it.
constexpr std::chrono::seconds kFarewellLimit{2};
constexpr std::chrono::seconds kHandshakeLimit{10};
constexpr std::size_t kTlsOutputMax = 64 * 1024;  // of answers that TLS makes by itself

constexpr std::size_t kQueueKept = 8 * 1024;  // of a queue that was longer once
// So much is sent at once, and not only when the loop comes round: what a busy room says to hundreds then stays in the
// processor's cache on its way.
constexpr std::size_t kFlushAt = 16 * 1024;

// Whoever leaves more than that part of its queue unread is not read either: who talks faster than it listens waits.
constexpr std::size_t kReadWhileBelow = 4;

}  // namespace

ClientStream::ClientStream(Socket socket, std::unique_ptr<TlsChannel> tls, std::size_t queue_bytes_max, ClientScratch& scratch,
                           Events events)
    : socket_(std::move(socket)),
      tls_(std::move(tls)),
      limit_(socket_.get_executor()),
      queue_bytes_max_(queue_bytes_max),
      events_(std::move(events)),
      scratch_(scratch) {}

void ClientStream::start() {
  error_code ignored;
  socket_.non_blocking(true, ignored);
  if (!tls_) {
    opened();
  } else {
    limit_.expires_after(kHandshakeLimit);
    limit_.async_wait([self = shared_from_this()](const error_code& cancelled) {
      if (!cancelled && !self->over_ && !self->is_open()) self->end("no TLS handshake within 10 seconds");
    });
  }
  read();
}

void ClientStream::opened() {
  limit_.cancel();
  const auto tell = std::exchange(events_.opened, nullptr);
  tell(tls_ ? tls_->certificate_digest() : std::string());
}

void ClientStream::read() {
  if (reading_ || paused_ || closing_ || over_ || !held_.empty() || queued() > queue_bytes_max_ / kReadWhileBelow) return;
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
  if (count > 0) tls_ ? take({scratch_.data(), count}) : events_.received({scratch_.data(), count});
  read();
}

void ClientStream::take(std::string_view wire) {
  tls_->feed({reinterpret_cast<const std::uint8_t*>(wire.data()), wire.size()});
  if (!is_open() && tls_->shake_hands() == Channel::State::kOpen) opened();
  std::array<std::uint8_t, 4096> piece;
  while (const auto plain = over_ ? std::nullopt : tls_->read(piece)) {
    hand_over({reinterpret_cast<const char*>(plain->data()), plain->size()});
  }
  if (over_) return;
  // It may ask for new keys as often as it likes, and take in no answer.
  if (tls_->output().size() > kTlsOutputMax) return end("it asks for new keys too often");
  flush();
  if (tls_->state() == Channel::State::kBroken) return end("what it sent is no TLS");
  if (tls_->state() == Channel::State::kEnded) end("closed by the other side");
}

void ClientStream::hand_over(std::string_view bytes) {
  if (closing_) return;
  if (paused_) {
    held_ += bytes;
  } else {
    events_.received(bytes);
  }
}

void ClientStream::hand_over_held() {
  if (over_ || closing_ || paused_) return;
  const std::string bytes = std::exchange(held_, {});
  if (!bytes.empty()) events_.received(bytes);
  read();
}

void ClientStream::send(std::string_view bytes) {
  if (closing_ || over_) return;
  if (queued() + bytes.size() > queue_bytes_max_) {
    return end_soon(std::string(env::kSendQueueExceeded));
  }
  if (pending_.size() + bytes.size() > kQueueKept) pending_.reserve(kFlushAt + bytes.size());
  pending_ += bytes;
  if (pending_.size() >= kFlushAt) push();
}

// What waits becomes what goes on the wire.
void ClientStream::seal() {
  if (!is_open()) {
    pending_.clear();  // nobody is there yet
  } else if (!pending_.empty()) {
    tls_->write({reinterpret_cast<const std::uint8_t*>(pending_.data()), pending_.size()});
    pending_.clear();
  }
  if (closing_ && !std::exchange(said_end_, true)) tls_->end();
  const base::Bytes wire = std::exchange(tls_->output(), {});
  writing_.assign(wire.begin(), wire.end());
}

void ClientStream::flush() {
  push();
  for (std::string* queue : {&pending_, &writing_}) {
    if (queue->empty() && queue->capacity() > kQueueKept) queue->shrink_to_fit();
  }
}

// What the socket takes at once needs no queue. An error shows again to whoever waits for it.
void ClientStream::push() {
  if (over_ || !writing_.empty()) return;
  tls_ ? seal() : writing_.swap(pending_);
  if (writing_.empty()) return;
  error_code error;
  const std::size_t count = socket_.write_some(boost::asio::buffer(writing_), error);
  if (!error && count == writing_.size()) {
    writing_.clear();
    if (!tls_) writing_.swap(pending_);  // with its memory
    return closing_ ? end_soon(closing_reason_) : void();
  }
  boost::asio::async_write(
      socket_, boost::asio::buffer(writing_) + count,
      [self = shared_from_this()](const error_code& failure, std::size_t) { self->written(failure); });
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
  if (is_written() && !tls_) return end_soon(std::string(reason));
  closing_ = true;
  closing_reason_ = reason;
  if (tls_) {
    boost::asio::post(socket_.get_executor(), [self = shared_from_this()] {
      self->flush();
      if (!self->over_ && self->is_written()) self->end(self->closing_reason_);
    });
  }
  limit_.expires_after(kFarewellLimit);
  limit_.async_wait([self = shared_from_this()](const error_code& cancelled) {
    if (!cancelled && !self->over_) self->end(self->closing_reason_);
  });
}

void ClientStream::pause(bool paused) {
  paused_ = paused;
  if (paused || held_.empty()) return read();
  boost::asio::post(socket_.get_executor(), [self = shared_from_this()] { self->hand_over_held(); });
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
  limit_.cancel();
  error_code ignored;
  socket_.shutdown(Socket::shutdown_send, ignored);
  socket_.close(ignored);
  // The events' owner may let go of this stream while it is told.
  if (const auto closed = std::exchange(events_.closed, nullptr)) closed(reason);
}

}  // namespace os
