// How a link writes: what waits is gathered, encrypted, and given to the socket, one write at a time.
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "base/check.h"
#include "os/asio/link.h"
#include "os/asio/socket_setup.h"
#include "os/log.h"

namespace os {

namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t kWriteBytesMax = LinkScratch::kBytes;

// A link that once carried much must not hold its memory for ever.
constexpr std::size_t kKeptBytesMax = 4 * 1024;

void shrink(base::Bytes& bytes) {
  if (bytes.empty() && bytes.capacity() > kKeptBytesMax) base::Bytes().swap(bytes);
}

}  // namespace

void Link::send(env::Lane lane, base::SharedBytes frame) {
  CHECK(frame != nullptr && !frame->empty() && frame->size() <= env::kFrameBytesMax,
        "a frame has 1..kFrameBytesMax bytes");
  if (state_ > State::kOpen) return;
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
  if (writing_ || state_ == State::kDialing || state_ == State::kClosed) return;
  fill_channel();
  if (channel_->output().empty()) {
    // Closing right away would make the kernel reset the connection if something unread had arrived, and the
    // other side could lose our last frames; so it closes first, or the deadline does.
    error_code ignored;
    if (state_ == State::kFlushing) socket_.shutdown(tcp::socket::shutdown_send, ignored);
    return give_back_memory();
  }
  write_buffer_.clear();
  write_buffer_.swap(channel_->output());
  writing_ = true;
  boost::asio::async_write(socket_, boost::asio::buffer(write_buffer_),
                           [self = shared_from_this()](const error_code& error, std::size_t bytes) {
                             self->on_written(error, bytes);
                           });
}

void Link::fill_channel() {
  if (state_ != State::kOpen && state_ != State::kFlushing) return;
  scratch_.batch.clear();
  stats_.frames_sent += queue_.take(scratch_.batch, kWriteBytesMax);
  if (!scratch_.batch.empty()) {
    ++stats_.writes;
    channel_->write(scratch_.batch);
  } else if (state_ == State::kFlushing && !said_end_) {
    said_end_ = true;
    channel_->end();
  }
}

void Link::give_back_memory() {
  write_buffer_.clear();
  shrink(write_buffer_);
  shrink(channel_->output());
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

}  // namespace os
