// Link: one TCP connection that carries frames both ways through a channel that proves who is at the other
// end, from dial or accept until it is gone. Owned by AsioNetwork. It tells its owner from the loop only, and
// after link_is_closed() never again.
#pragma once

#include <array>
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
#include "os/asio/token_bucket.h"
#include "os/tls/channel.h"

namespace os {

class Connector;
class EventLoop;
class Strangers;

struct LinkOptions {
  std::size_t queue_bytes_max = 4 * 1024 * 1024;  // waiting to be written; beyond: "slow reader"
  std::chrono::milliseconds dial_timeout{3000};
  std::chrono::milliseconds handshake_timeout{5000};       // from connected to known who is there
  std::chrono::milliseconds first_frame_timeout{5000};     // from accepted to a frame, the handshake included
  std::chrono::milliseconds flush_timeout{200};            // from close() until whatever is left is forgotten
  std::chrono::milliseconds unacknowledged_for_max{1000};  // sent, but the other machine does not take it
  // Bytes read. Beyond it the link is read no faster, and TCP makes the other side wait; nothing is dropped.
  TokenBucket::Rate inflow{.per_second = 16 * 1024 * 1024, .burst = 32 * 1024 * 1024};
};

// What links need for a moment at a time: one for all of a network's.
struct LinkScratch {
  static constexpr std::size_t kBytes = 16 * 1024;
  std::array<std::uint8_t, kBytes> wire, plain;
  base::Bytes batch;
};

// What all links of one network share; all of it outlives them.
struct LinkSurroundings {
  EventLoop& loop;
  Channels& channels;
  NetworkStats& stats;
  LinkScratch& scratch;
  Strangers& strangers;
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

  Link(const LinkSurroundings& surroundings, env::LinkId id, Owner& owner, const LinkOptions& options);
  ~Link();

  // One of the two starts a link.
  void dial(const HostPort& address);
  void adopt(boost::asio::ip::tcp::socket socket, InboundLimits::Slot slot);

  void send(env::Lane lane, base::SharedBytes frame);
  void admit() { decoder_.set_frame_bytes_max(env::kFrameBytesMax); }
  void close(const std::string& reason);  // writes what waits, within the flush timeout
  void abandon();                         // closes at once; the owner hears nothing more

  env::LinkId id() const { return id_; }
  bool dialed() const { return dialed_; }
  bool opened() const { return opened_; }
  // Whether anybody was told of it: not of a connection that others made and that proved nothing.
  bool known() const { return opened_ || !accepted_; }
  // It took a place and has not sent a byte.
  bool mute() const { return state_ == State::kHandshake && channel_ == nullptr && !spoke_; }
  // Where others need its place, it may lose it: it is mute, or should have said who it is by now.
  bool gives_way() const;
  void give_way();
  const boost::asio::ip::address& source() const { return source_; }  // whom its address counts for
  const std::string& remote() const { return remote_; }               // HOST:PORT, empty until connected
  const Channel& channel() const { return *channel_; }                // once opened

 private:
  enum class State : std::uint8_t { kDialing, kHandshake, kOpen, kFlushing, kClosed };

  void connected(boost::asio::ip::tcp::socket socket);
  void expect_handshake();
  void expect_first_frame();
  void await_opening();
  void look_at_opening();
  bool begin_handshake();
  void shake_hands();
  void on_refused_handshake();
  void await_input();
  void on_readable();
  void read();
  void await_more();
  void take_in(base::ByteView wire);
  void read_channel();
  void deliver_frames(base::ByteView plain);
  void on_refused_stream(FrameDecoder::Refusal refusal);
  void on_broken_channel();
  void send_last_alert();
  void write_soon();
  void write();
  void fill_channel();
  void give_back_memory();
  void on_written(const boost::system::error_code& error, std::size_t bytes);
  void drop_slow_reader();
  void finish(const std::string& reason);

  EventLoop& loop_;
  boost::asio::io_context& context_;
  const env::LinkId id_;
  Owner* owner_;  // null once abandoned
  Channels& channels_;
  NetworkStats& stats_;
  LinkScratch& scratch_;
  Strangers& strangers_;
  const LinkOptions options_;
  State state_ = State::kDialing;
  bool dialed_ = false, accepted_ = false;
  bool opened_ = false;
  std::string remote_;
  boost::asio::ip::address source_;
  std::string closing_reason_;

  boost::asio::ip::tcp::socket socket_;
  boost::asio::steady_timer deadline_;  // of the handshake or the first frame, later of the flush
  std::shared_ptr<Connector> connector_;
  InboundLimits::Slot slot_;
  std::unique_ptr<Channel>
      channel_;  // once connected; where we were dialed, once its turn to prove itself has come
  base::Instant accepted_at_{};
  bool spoke_ = false;  // its first bytes are there

  TokenBucket inflow_;
  std::uint64_t last_read_turn_ = 0;
  boost::asio::steady_timer throttle_;

  bool heard_frame_ = false;
  FrameDecoder decoder_;

  bool write_is_due_ = false;  // write() was posted
  bool writing_ = false;
  bool said_end_ = false;  // the channel told the other side that nothing follows
  SendQueue queue_;
  base::Bytes write_buffer_;  // on its way to the socket
};

}  // namespace os
