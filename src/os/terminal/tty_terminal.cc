#include "os/terminal/tty_terminal.h"

#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <utility>

#include "os/terminal/restore.h"

namespace os {

using boost::system::error_code;

namespace {

constexpr std::string_view kPasteOn = "\x1b[?2004h", kPasteOff = "\x1b[?2004l";
constexpr std::chrono::milliseconds kEscapeWait{50};
constexpr env::ScreenSize kLeast{.columns = 8, .rows = 3}, kMost{.columns = 1000, .rows = 500};
// A terminal that takes nothing gets whole frames again once it does.
constexpr std::size_t kUnwrittenBytesMax = 1024 * 1024;

termios raw(termios modes) {
  ::cfmakeraw(&modes);
  modes.c_cc[VMIN] = 1;
  modes.c_cc[VTIME] = 0;
  return modes;
}

}  // namespace

base::Result<std::unique_ptr<TtyTerminal>> TtyTerminal::open(EventLoop& loop, const Options& options) {
  const auto capabilities = find_capabilities(options.name, options.colors);
  if (!capabilities) {
    return base::Error{"The terminal '" + std::string(options.name) +
                       "' is not known here, or too simple for a full screen. Try --line."};
  }
  std::unique_ptr<TtyTerminal> terminal(new TtyTerminal(loop, *capabilities));
  if (!terminal->take_over())
    return base::Error{"Standard input and output are no terminal that can be set up. Try --line."};
  return terminal;
}

TtyTerminal::TtyTerminal(EventLoop& loop, const Capabilities& capabilities)
    : capabilities_(capabilities),
      input_(STDIN_FILENO, OwnDescriptor::Use::kRead),
      output_(STDOUT_FILENO, OwnDescriptor::Use::kWrite),
      in_stream_(loop.context()),
      out_stream_(loop.context()),
      resize_(loop.context(), SIGWINCH),
      escape_timer_(loop.context()),
      frames_(capabilities),
      keys_({.key =
                 [this](const env::Key& key) {
                   if (listener_ != nullptr) listener_->key(key);
                 },
             .pasted =
                 [this](std::string text) {
                   if (listener_ != nullptr) listener_->pasted(std::move(text));
                 }}) {}

bool TtyTerminal::take_over() {
  termios modes{};
  error_code error;
  if (input_.get() < 0 || output_.get() < 0 || ::tcgetattr(STDIN_FILENO, &modes) != 0) return false;
  in_stream_.assign(input_.get(), error);
  if (!error) out_stream_.assign(output_.get(), error);
  if (error) return false;
  restore_at_end(
      STDOUT_FILENO, modes,
      std::string(kPasteOff) + capabilities_.plain + capabilities_.cursor_shown + capabilities_.leave);
  const termios wanted = raw(modes);
  if (::tcsetattr(STDIN_FILENO, TCSANOW, &wanted) != 0) return false;
  put(capabilities_.enter + std::string(kPasteOn));
  read();
  await_resize();
  return true;
}

TtyTerminal::~TtyTerminal() {
  if (in_stream_.is_open()) in_stream_.release();
  if (out_stream_.is_open()) out_stream_.release();
  restore_now();
}

void TtyTerminal::attach(Listener& listener) { listener_ = &listener; }

env::ScreenSize TtyTerminal::size() const {
  winsize size{};
  if (::ioctl(output_.get(), TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return {};
  return {.columns = std::clamp(static_cast<int>(size.ws_col), kLeast.columns, kMost.columns),
          .rows = std::clamp(static_cast<int>(size.ws_row), kLeast.rows, kMost.rows)};
}

void TtyTerminal::show(const env::Frame& frame) {
  if (unwritten_.size() > kUnwrittenBytesMax) return frames_.forget();
  put(frames_.write(frame));
}

void TtyTerminal::bell() { put("\a"); }

void TtyTerminal::notify(std::string_view text) { put("\x1b]9;" + std::string(text) + "\a"); }

void TtyTerminal::read() {
  in_stream_.async_read_some(boost::asio::buffer(buffer_),
                             [this](const error_code& error, std::size_t bytes) {
                               if (error == boost::asio::error::operation_aborted) return;
                               if (error) return lose();
                               on_read(bytes);
                               read();
                             });
}

void TtyTerminal::on_read(std::size_t bytes) {
  escape_timer_.cancel();
  keys_.feed({buffer_.data(), bytes});
  if (!keys_.waits()) return;
  escape_timer_.expires_after(kEscapeWait);
  escape_timer_.async_wait([this](const error_code& error) {
    if (!error) keys_.give_up_waiting();
  });
}

void TtyTerminal::await_resize() {
  resize_.async_wait([this](const error_code& error, int) {
    if (error) return;
    frames_.forget();
    if (listener_ != nullptr) listener_->resized();
    await_resize();
  });
}

void TtyTerminal::put(std::string_view bytes) {
  unwritten_ += bytes;
  if (!writing_) write_out();
}

void TtyTerminal::write_out() {
  while (!unwritten_.empty() && !lost_) {
    const ssize_t written = ::write(output_.get(), unwritten_.data(), unwritten_.size());
    if (written > 0) {
      unwritten_.erase(0, static_cast<std::size_t>(written));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      break;
    } else if (errno != EINTR) {
      return lose();
    }
  }
  if (unwritten_.empty() || lost_) return;
  writing_ = true;
  out_stream_.async_wait(boost::asio::posix::stream_descriptor::wait_write, [this](const error_code& error) {
    if (error == boost::asio::error::operation_aborted) return;
    writing_ = false;
    write_out();
  });
}

void TtyTerminal::lose() {
  if (std::exchange(lost_, true)) return;
  unwritten_.clear();
  if (listener_ != nullptr) listener_->terminal_lost();
}

}  // namespace os
