// Link: one TCP connection that carries frames both ways, from dial or accept until it is gone. Owned by
// AsioNetwork. It tells its owner from the loop only, and after link_is_closed() never again.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "base/bytes.h"
#include "env/network.h"
#include "os/asio/address.h"
#include "os/asio/frame_decoder.h"
#include "os/asio/inbound_limits.h"
#include "os/asio/network_stats.h"
#include "os/asio/send_queue.h"

namespace os {

class Connector;

struct LinkOptions {
  std::size_t frame_bytes_max = env::kFrameBytesMax;  // of a received frame
  std::size_t queue_bytes_max = 4 * 1024 * 1024;      // waiting to be written; beyond: "slow reader"
  std::chrono::milliseconds dial_timeout{3000};
  std::chrono::milliseconds first_frame_timeout{5000};     // an accepted link that says nothing is dropped
  std::chrono::milliseconds flush_timeout{200};            // from close() until whatever is left is forgotten
  std::chrono::milliseconds unacknowledged_for_max{1000};  // sent, but the other machine does not take it
};

class Link : public std::enable_shared_from_this<Link> {
 public:
  class Owner {
   public:
    virtual ~Owner() = default;
    virtual void link_is_open(Link& link) = 0;
    virtual void link_got_frame(Link& link, base::ByteView frame) = 0;
    virtual void link_is_closed(Link& link, const std::string& reason) = 0;
  };

  Link(boost::asio::io_context& context, env::LinkId id, Owner& owner, NetworkStats& stats,
       const LinkOptions& options);
  ~Link();

  // One of the two starts a link.
  void dial(const HostPort& address);
  void adopt(boost::asio::ip::tcp::socket socket, InboundLimits::Slot slot);

  void send(env::Lane lane, base::SharedBytes frame);
  void close(const std::string& reason);  // writes what waits, within the flush timeout
  void abandon();                         // closes at once; the owner hears nothing more

  env::LinkId id() const { return id_; }
  bool dialed() const { return dialed_; }
  bool opened() const { return opened_; }
  const std::string& remote() const { return remote_; }  // HOST:PORT, empty until open

 private:
  enum class State : std::uint8_t { kDialing, kOpen, kFlushing, kClosed };

  void open(boost::asio::ip::tcp::socket socket);
  void expect_first_frame();
  void read();
  void on_read(const boost::system::error_code& error, std::size_t bytes);
  void deliver_frames(base::ByteView bytes);
  void on_refused_stream(FrameDecoder::Refusal refusal);
  void write_soon();
  void write();
  void on_written(const boost::system::error_code& error, std::size_t bytes);
  void drop_slow_reader();
  void finish(const std::string& reason);

  boost::asio::io_context& context_;
  const env::LinkId id_;
  Owner* owner_;  // null once abandoned
  NetworkStats& stats_;
  const LinkOptions options_;
  State state_ = State::kDialing;
  bool dialed_ = false;
  bool opened_ = false;
  std::string remote_;
  std::string closing_reason_;

  boost::asio::ip::tcp::socket socket_;
  boost::asio::steady_timer deadline_;  // of the first frame, later of the flush
  std::shared_ptr<Connector> connector_;
  InboundLimits::Slot slot_;

  bool heard_frame_ = false;
  std::unique_ptr<std::uint8_t[]> read_buffer_;
  FrameDecoder decoder_;

  bool write_is_due_ = false;  // write() was posted
  bool writing_ = false;
  SendQueue queue_;
  base::Bytes write_buffer_;
};

}  // namespace os
