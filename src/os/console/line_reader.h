// LineReader: lines from a descriptor, from the loop, as fast as they are taken and no faster. Owned by
// StdConsole. Reads a piece only when every line of the piece before was delivered.
#pragma once

#include <array>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <memory>
#include <optional>

#include "env/console.h"
#include "os/asio/event_loop.h"
#include "os/console/line_splitter.h"
#include "os/console/own_descriptor.h"

namespace os {

inline constexpr std::size_t kLineBytesMax = 64 * 1024;

class LineReader : public std::enable_shared_from_this<LineReader> {
 public:
  LineReader(EventLoop& loop, int descriptor);
  ~LineReader();

  void start(env::Console::Listener& listener);
  void pause(bool paused);
  void stop();  // the listener hears nothing more

 private:
  void deliver_soon();
  void deliver();
  void read();
  void on_read(const boost::system::error_code& error, std::size_t bytes);

  EventLoop& loop_;
  OwnDescriptor descriptor_;
  boost::asio::posix::stream_descriptor stream_;
  env::Console::Listener* listener_ = nullptr;  // null before start() and after stop()
  std::array<char, 16 * 1024> buffer_;
  LineSplitter splitter_{kLineBytesMax};
  bool paused_ = false;
  bool delivery_is_due_ = false;
  bool reading_ = false;
  bool ended_ = false;
};

}  // namespace os
