#include "os/asio/link.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "base/check.h"
#include "os/asio/connector.h"
#include "os/asio/socket_setup.h"
#include "os/log.h"

namespace os {

namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t kReadBytes = 16 * 1024;
constexpr std::size_t kWriteBytesMax = 16 * 1024;

}  // namespace

Link::Link(boost::asio::io_context& context, env::LinkId id, Owner& owner, NetworkStats& stats,
           const LinkOptions& options)
    : context_(context),
      id_(id),
      owner_(&owner),
      stats_(stats),
      options_(options),
      socket_(context),
      deadline_(context),
      decoder_(options.frame_bytes_max),
      queue_(options.queue_bytes_max) {}

Link::~Link() = default;

void Link::dial(const HostPort& address) {
  dialed_ = true;
  connector_ = std::make_shared<Connector>(context_);
  connector_->start(address, options_.dial_timeout,
                    [self = shared_from_this()](base::Result<tcp::socket> result) {
                      if (!result.ok()) return self->finish(result.error().message);
                      self->open(std::move(result.value()));
                    });
}

void Link::adopt(tcp::socket socket, InboundLimits::Slot slot) {
  slot_ = std::move(slot);
  expect_first_frame();
  open(std::move(socket));
}

void Link::open(tcp::socket socket) {
  socket_ = std::move(socket);
  connector_.reset();
  configure_link_socket(socket_, options_.unacknowledged_for_max);
  error_code ignored;  // where the other side is gone again already, the first read says so
  remote_ = to_string(socket_.remote_endpoint(ignored));
  state_ = State::kOpen;
  opened_ = true;
  read_buffer_ = std::make_unique_for_overwrite<std::uint8_t[]>(kReadBytes);
  read();
  write_soon();
  owner_->link_is_open(*this);
}

void Link::expect_first_frame() {
  deadline_.expires_after(options_.first_frame_timeout);
  deadline_.async_wait([self = shared_from_this()](const error_code& error) {
    if (error || self->heard_frame_ || self->state_ != State::kOpen) return;
    ++self->stats_.dropped_silent;
    self->finish("silent");
  });
}

void Link::read() {
  socket_.async_read_some(boost::asio::buffer(read_buffer_.get(), kReadBytes),
                          [self = shared_from_this()](const error_code& error, std::size_t bytes) {
                            self->on_read(error, bytes);
                          });
}

void Link::on_read(const error_code& error, std::size_t bytes) {
  if (state_ == State::kClosed) return;
  if (error) {
    if (decoder_.mid_frame() && state_ == State::kOpen) ++stats_.cut_frames;
    return finish(state_ == State::kFlushing ? closing_reason_ : describe(error));
  }
  stats_.bytes_received += bytes;
  if (state_ == State::kOpen) deliver_frames({read_buffer_.get(), bytes});
  if (state_ != State::kClosed) read();
}

void Link::deliver_frames(base::ByteView bytes) {
  decoder_.feed(bytes);
  while (state_ == State::kOpen) {
    const std::optional<base::ByteView> frame = decoder_.next();
    if (!frame) break;
    ++stats_.frames_received;
    if (!heard_frame_) {
      heard_frame_ = true;
      slot_.heard_frame();
      deadline_.cancel();
    }
    owner_->link_got_frame(*this, *frame);
  }
  if (state_ == State::kOpen && decoder_.refusal()) on_refused_stream(*decoder_.refusal());
}

void Link::on_refused_stream(FrameDecoder::Refusal refusal) {
  const bool empty = refusal == FrameDecoder::Refusal::kEmptyFrame;
  ++(empty ? stats_.refused_empty_frames : stats_.refused_long_frames);
  const std::string reason = empty ? "sent an empty frame" : "sent a frame that is too long";
  if (log_enabled(LogLevel::kWarning)) log(LogLevel::kWarning, remote_ + " " + reason + "; link dropped");
  finish(reason);
}

void Link::send(env::Lane lane, base::SharedBytes frame) {
  CHECK(frame != nullptr && !frame->empty() && frame->size() <= env::kFrameBytesMax,
        "a frame has 1..kFrameBytesMax bytes");
  if (state_ != State::kDialing && state_ != State::kOpen) return;
  if (!queue_.push(lane, std::move(frame))) return drop_slow_reader();
  if (state_ == State::kOpen) write_soon();
}

void Link::drop_slow_reader() {
  ++stats_.dropped_slow_readers;
  if (log_enabled(LogLevel::kWarning)) log(LogLevel::kWarning, remote_ + " reads too slowly; link dropped");
  finish("slow reader");
}

// Not at once: what the program sends in one go leaves in one write.
void Link::write_soon() {
  if (writing_ || write_is_due_) return;
  write_is_due_ = true;
  boost::asio::post(context_, [self = shared_from_this()] {
    self->write_is_due_ = false;
    self->write();
  });
}

void Link::write() {
  if (writing_ || state_ == State::kClosed) return;
  write_buffer_.clear();
  stats_.frames_sent += queue_.take(write_buffer_, kWriteBytesMax);
  if (write_buffer_.empty()) {
    // Closing right away would make the kernel reset the connection if something unread had arrived, and the
    // other side could lose our last frames; so it closes first, or the deadline does.
    error_code ignored;
    if (state_ == State::kFlushing) socket_.shutdown(tcp::socket::shutdown_send, ignored);
    return;
  }
  writing_ = true;
  ++stats_.writes;
  boost::asio::async_write(socket_, boost::asio::buffer(write_buffer_),
                           [self = shared_from_this()](const error_code& error, std::size_t bytes) {
                             self->on_written(error, bytes);
                           });
}

void Link::on_written(const error_code& error, std::size_t bytes) {
  if (state_ == State::kClosed) return;
  stats_.bytes_sent += bytes;
  if (error == boost::asio::error::broken_pipe || error == boost::asio::error::connection_reset) {
    // The other side is gone, but its last frames may still wait to be read: the read says when to finish.
    // `writing_` stays set, so nothing is written any more.
    return queue_.clear();
  }
  if (error) return finish(describe(error));
  writing_ = false;
  write();
}

void Link::close(const std::string& reason) {
  if (state_ == State::kDialing) return finish(reason);
  if (state_ != State::kOpen) return;
  state_ = State::kFlushing;
  closing_reason_ = reason;
  deadline_.expires_after(options_.flush_timeout);
  deadline_.async_wait([self = shared_from_this()](const error_code& error) {
    if (!error) self->finish(self->closing_reason_);
  });
  write();
}

void Link::abandon() {
  owner_ = nullptr;
  finish("abandoned");
}

void Link::finish(const std::string& reason) {
  if (state_ == State::kClosed) return;
  state_ = State::kClosed;
  if (connector_) connector_->cancel();
  connector_.reset();
  deadline_.cancel();
  error_code ignored;
  socket_.close(ignored);
  queue_.clear();
  slot_ = {};
  boost::asio::post(context_, [self = shared_from_this(), reason] {
    if (self->owner_ != nullptr) self->owner_->link_is_closed(*self, reason);
  });
}

}  // namespace os
