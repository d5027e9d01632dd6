// TtyTerminal: env::Terminal on the terminal of standard input and output. Owned by main(); the loop must
// outlive it. From open() until it is destroyed, or the process ends, the terminal is its own.
#pragma once

#include <array>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <string>

#include "base/result.h"
#include "env/terminal.h"
#include "os/asio/event_loop.h"
#include "os/console/own_descriptor.h"
#include "os/terminal/frame_writer.h"
#include "os/terminal/key_decoder.h"

namespace os {

class TtyTerminal final : public env::Terminal {
 public:
  struct Options {
    const char* name = "xterm";  // TERM
    bool colors = true;          // NO_COLOR
  };
  static base::Result<std::unique_ptr<TtyTerminal>> open(EventLoop& loop, const Options& options);
  ~TtyTerminal() override;
  TtyTerminal(const TtyTerminal&) = delete;
  TtyTerminal& operator=(const TtyTerminal&) = delete;

  void attach(Listener& listener) override;  // the latest hears everything
  env::ScreenSize size() const override;
  void show(const env::Frame& frame) override;
  void bell() override;
  void notify(std::string_view text) override;

 private:
  TtyTerminal(EventLoop& loop, const Capabilities& capabilities);
  bool take_over();
  void read();
  void on_read(std::size_t bytes);
  void await_resize();
  void put(std::string_view bytes);
  void write_out();
  void lose();

  Capabilities capabilities_;
  OwnDescriptor input_, output_;
  boost::asio::posix::stream_descriptor in_stream_, out_stream_;
  boost::asio::signal_set resize_;
  boost::asio::steady_timer escape_timer_;
  FrameWriter frames_;
  KeyDecoder keys_;
  Listener* listener_ = nullptr;
  std::array<char, 16 * 1024> buffer_;
  std::string unwritten_;
  bool writing_ = false, lost_ = false;
};

}  // namespace os
