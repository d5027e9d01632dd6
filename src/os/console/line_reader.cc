#include "os/console/line_reader.h"

#include <boost/asio/buffer.hpp>
#include <utility>

#include "base/check.h"
#include "os/log.h"

namespace os {

using boost::system::error_code;

LineReader::LineReader(EventLoop& loop, int descriptor)
    : loop_(loop), descriptor_(descriptor, OwnDescriptor::Use::kRead), stream_(loop.context()) {
  error_code error = boost::asio::error::bad_descriptor;
  if (descriptor_.get() >= 0) stream_.assign(descriptor_.get(), error);
  if (error) {
    splitter_.end();
    ended_ = true;
  }
}

LineReader::~LineReader() {
  if (stream_.is_open()) stream_.release();  // `descriptor_` closes it
}

void LineReader::start(env::Console::Listener& listener) {
  CHECK(listener_ == nullptr, "a console has one listener");
  listener_ = &listener;
  deliver_soon();
}

void LineReader::pause(bool paused) {
  paused_ = paused;
  deliver_soon();
}

void LineReader::stop() {
  listener_ = nullptr;
  error_code ignored;
  if (stream_.is_open()) stream_.cancel(ignored);
}

void LineReader::deliver_soon() {
  if (paused_ || delivery_is_due_) return;
  delivery_is_due_ = true;
  loop_.post([self = shared_from_this()] {
    self->delivery_is_due_ = false;
    self->deliver();
  });
}

void LineReader::deliver() {
  while (listener_ != nullptr && !paused_) {
    std::optional<std::string> line = splitter_.next();
    if (!line) break;
    if (splitter_.last_line_was_cut())
      log(LogLevel::kError, "a line typed in was longer than 64 KB and was cut");
    listener_->line_typed(std::move(*line));
  }
  if (listener_ == nullptr || paused_) return;
  if (!ended_) return read();
  std::exchange(listener_, nullptr)->input_ended();
}

// A regular file is read without waiting for the descriptor, which epoll can't watch: Asio tries the read
// first and waits only where it would block.
void LineReader::read() {
  if (reading_) return;
  reading_ = true;
  stream_.async_read_some(boost::asio::buffer(buffer_),
                          [self = shared_from_this()](const error_code& error, std::size_t bytes) {
                            self->reading_ = false;
                            if (self->listener_ != nullptr) self->on_read(error, bytes);
                          });
}

void LineReader::on_read(const error_code& error, std::size_t bytes) {
  if (error) {
    splitter_.end();
    ended_ = true;
  } else {
    splitter_.feed({buffer_.data(), bytes});
  }
  deliver();
}

}  // namespace os
