// LineWriter: lines to a descriptor, all of a tick in one write. Owned by StdConsole. A reader that does not
// keep up never stops the loop: what exceeds the limit is dropped, and the log says how much. Answers are whole, and what
// comes behind one has the same room again.
#pragma once

#include <boost/asio/posix/stream_descriptor.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "os/asio/event_loop.h"
#include "os/console/own_descriptor.h"

namespace os {

inline constexpr std::size_t kOutputBytesMax = 4 * 1024 * 1024;

class LineWriter : public std::enable_shared_from_this<LineWriter> {
 public:
  LineWriter(EventLoop& loop, int descriptor);
  ~LineWriter();

  void print(std::string_view line);
  void answer(std::string_view line);
  std::size_t waiting() const { return buffer_.size() - written_; }  // bytes
  void stop();  // writes what is left if that takes no longer than a second

 private:
  void add(std::string_view line);
  void flush();
  bool write_some();
  void drop_written();
  void wait_until_writable();
  void report_dropped();

  EventLoop& loop_;
  OwnDescriptor descriptor_;
  boost::asio::posix::stream_descriptor stream_;  // waits; the writes are our own
  std::string buffer_;
  std::size_t written_ = 0;  // of the buffer
  std::size_t answers_ = 0;  // the last answer in it ends there
  std::uint64_t dropped_lines_ = 0;
  bool flush_is_due_ = false;
  bool waiting_ = false;
  bool broken_ = false;  // nobody reads any more
};

}  // namespace os
