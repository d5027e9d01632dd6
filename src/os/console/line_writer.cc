#include "os/console/line_writer.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <system_error>
#include <utility>

#include "os/log.h"

namespace os {

namespace {

constexpr std::chrono::milliseconds kLastFlush{1000};

// False when `descriptor` is not writable before `deadline`.
bool wait_for_room(int descriptor, std::chrono::steady_clock::time_point deadline) {
  const auto left = deadline - std::chrono::steady_clock::now();
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(left).count();
  if (milliseconds <= 0) return false;
  pollfd writable{descriptor, POLLOUT, 0};
  return ::poll(&writable, 1, static_cast<int>(milliseconds)) > 0;
}

}  // namespace

LineWriter::LineWriter(EventLoop& loop, int descriptor)
    : loop_(loop), descriptor_(descriptor, OwnDescriptor::Use::kWrite), stream_(loop.context()) {
  boost::system::error_code error = boost::asio::error::bad_descriptor;
  if (descriptor_.get() >= 0) stream_.assign(descriptor_.get(), error);
  broken_ = error.failed();
}

LineWriter::~LineWriter() {
  if (stream_.is_open()) stream_.release();  // `descriptor_` closes it
}

void LineWriter::print(std::string_view line) {
  if (buffer_.size() - std::max(written_, answers_) + line.size() + 1 > kOutputBytesMax) {
    ++dropped_lines_;
    return;
  }
  add(line);
}

void LineWriter::answer(std::string_view line) {
  add(line);
  answers_ = buffer_.size();
}

void LineWriter::add(std::string_view line) {
  if (broken_) return;
  buffer_ += line;
  buffer_ += '\n';
  if (flush_is_due_ || waiting_) return;
  flush_is_due_ = true;
  loop_.post([self = shared_from_this()] {
    self->flush_is_due_ = false;
    self->flush();
  });
}

void LineWriter::flush() {
  while (waiting() != 0 && write_some()) {
  }
  if (waiting() == 0) return report_dropped();
  wait_until_writable();
}

// False when the descriptor takes nothing now.
bool LineWriter::write_some() {
  const ssize_t written = ::write(descriptor_.get(), buffer_.data() + written_, waiting());
  if (written > 0) {
    written_ += static_cast<std::size_t>(written);
    if (written_ >= buffer_.size() / 2) drop_written();  // so that each byte is moved once, not with every write
  } else if (written < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
    return false;
  } else if (written < 0 && errno != EINTR) {
    log(LogLevel::kError, "standard output is lost: " + std::generic_category().message(errno));
    broken_ = true;
    written_ = buffer_.size();
    drop_written();
  }
  return true;
}

void LineWriter::drop_written() {
  buffer_.erase(0, written_);
  answers_ -= std::min(answers_, written_);
  written_ = 0;
}

void LineWriter::wait_until_writable() {
  waiting_ = true;
  stream_.async_wait(boost::asio::posix::stream_descriptor::wait_write,
                     [self = shared_from_this()](const boost::system::error_code& error) {
                       self->waiting_ = false;
                       if (!error) self->flush();
                     });
}

void LineWriter::report_dropped() {
  if (dropped_lines_ == 0) return;
  log(LogLevel::kError, std::to_string(std::exchange(dropped_lines_, 0)) +
                            " lines were not shown: whoever reads standard output is too slow");
}

void LineWriter::stop() {
  boost::system::error_code ignored;
  if (stream_.is_open()) stream_.cancel(ignored);
  const auto deadline = std::chrono::steady_clock::now() + kLastFlush;
  while (waiting() != 0 && (write_some() || wait_for_room(descriptor_.get(), deadline))) {
  }
  report_dropped();
  written_ = buffer_.size();
  drop_written();
  broken_ = true;
}

}  // namespace os
