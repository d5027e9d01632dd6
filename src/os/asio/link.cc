#include "os/asio/link.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <utility>

#include "os/asio/connector.h"
#include "os/asio/event_loop.h"
#include "os/asio/socket_setup.h"
#include "os/asio/strangers.h"
#include "os/log.h"

namespace os {

namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

// Of what a channel says by itself (alerts, answers to changes of keys) while the other side takes nothing
// in.
constexpr std::size_t kUnsentByChannelMax = 64 * 1024;

}  // namespace

Link::Link(const LinkSurroundings& surroundings, env::LinkId id, Owner& owner, const LinkOptions& options)
    : loop_(surroundings.loop),
      context_(surroundings.loop.context()),
      id_(id),
      owner_(&owner),
      channels_(surroundings.channels),
      stats_(surroundings.stats),
      scratch_(surroundings.scratch),
      strangers_(surroundings.strangers),
      options_(options),
      socket_(context_),
      deadline_(context_),
      inflow_(options.inflow, loop_.now()),
      throttle_(context_),
      decoder_(env::kStrangerFrameBytesMax),
      queue_(options.queue_bytes_max) {}

Link::~Link() = default;

void Link::dial(const HostPort& address) {
  dialed_ = true;
  connector_ = std::make_shared<Connector>(context_);
  connector_->start(address, options_.dial_timeout,
                    [self = shared_from_this()](base::Result<tcp::socket> result) {
                      if (!result.ok()) return self->finish(result.error().message);
                      self->expect_handshake();
                      self->connected(std::move(result.value()));
                    });
}

void Link::adopt(tcp::socket socket, InboundLimits::Slot slot) {
  slot_ = std::move(slot);
  accepted_ = true;
  accepted_at_ = loop_.now();
  expect_first_frame();
  connected(std::move(socket));
}

void Link::connected(tcp::socket socket) {
  socket_ = std::move(socket);
  connector_.reset();
  configure_link_socket(socket_, options_.unacknowledged_for_max);
  error_code ignored;  // where the other side is gone again already, the first read says so
  socket_.non_blocking(true, ignored);
  const tcp::endpoint remote = socket_.remote_endpoint(ignored);
  remote_ = to_string(remote);
  source_ = source_of(remote.address());
  state_ = State::kHandshake;
  if (accepted_ && !channels_.opening().empty()) return await_opening();
  channel_ = channels_.make(dialed_);
  await_input();
  shake_hands();
  write();
}

void Link::expect_handshake() {
  deadline_.expires_after(options_.handshake_timeout);
  deadline_.async_wait([self = shared_from_this()](const error_code& error) {
    if (error || self->state_ != State::kHandshake) return;
    self->finish("it did not prove who it is in time");
  });
}

void Link::expect_first_frame() {
  deadline_.expires_after(options_.first_frame_timeout);
  deadline_.async_wait([self = shared_from_this()](const error_code& error) {
    const bool expected = self->state_ == State::kHandshake || self->state_ == State::kOpen;
    if (error || self->heard_frame_ || !expected) return;
    ++self->stats_.dropped_silent;
    self->finish("silent");
  });
}

void Link::shake_hands() {
  const Channel::State reached = channel_->shake_hands();
  if (reached == Channel::State::kHandshake) return;
  if (reached != Channel::State::kOpen) return on_refused_handshake();
  state_ = State::kOpen;
  opened_ = true;
  if (dialed_) deadline_.cancel();
  write_soon();
  owner_->link_is_open(*this);
}

void Link::on_refused_handshake() {
  ++stats_.refused_handshakes;
  const std::string reason = "did not prove who it is (TLS 1.3, Ed25519)";
  if (log_enabled(LogLevel::kWarning) && strangers_.may_complain()) {
    log(LogLevel::kWarning, remote_ + " " + reason + "; link refused");
  }
  send_last_alert();
  finish(reason);
}

void Link::await_input() {
  socket_.async_wait(tcp::socket::wait_read, [self = shared_from_this()](const error_code& error) {
    if (self->state_ == State::kClosed) return;
    if (error) return self->finish(describe(error));
    self->on_readable();
  });
}

// One read a turn: whoever sends without end does not keep the others from being heard in this one.
void Link::on_readable() {
  if (last_read_turn_ != loop_.turn()) return read();
  ++stats_.reads_put_off;
  loop_.in_next_turn([self = shared_from_this()] {
    if (self->state_ != State::kClosed) self->read();
  });
}

void Link::read() {
  last_read_turn_ = loop_.turn();
  error_code error;
  const std::size_t bytes = socket_.read_some(boost::asio::buffer(scratch_.wire), error);
  if (error == boost::asio::error::would_block) return await_input();
  if (error) {
    if (decoder_.mid_frame() && state_ == State::kOpen) ++stats_.cut_frames;
    return finish(state_ == State::kFlushing ? closing_reason_ : describe(error));
  }
  stats_.bytes_received += bytes;
  if (state_ != State::kFlushing) take_in({scratch_.wire.data(), bytes});
  inflow_.take(static_cast<double>(bytes), loop_.now());
  if (state_ != State::kClosed) await_more();
}

void Link::await_more() {
  const base::Duration pause = inflow_.until(0, loop_.now());
  if (pause <= base::Duration::zero()) return await_input();
  ++stats_.reads_throttled;
  throttle_.expires_after(pause);
  throttle_.async_wait([self = shared_from_this()](const error_code& cancelled) {
    if (!cancelled && self->state_ != State::kClosed) self->await_input();
  });
}

void Link::take_in(base::ByteView wire) {
  channel_->feed(wire);
  if (state_ == State::kHandshake) shake_hands();
  if (state_ == State::kOpen) read_channel();
  if (state_ == State::kClosed) return;
  if (!channel_->output().empty()) write();
  if (channel_->output().size() > kUnsentByChannelMax) drop_slow_reader();
}

void Link::read_channel() {
  while (state_ == State::kOpen) {
    const std::optional<base::ByteView> plain = channel_->read(scratch_.plain);
    if (!plain) break;
    deliver_frames(*plain);
  }
  if (state_ != State::kOpen) return;
  if (channel_->state() == Channel::State::kBroken) return on_broken_channel();
  if (channel_->state() != Channel::State::kEnded) return;
  if (decoder_.mid_frame()) ++stats_.cut_frames;
  finish(describe(boost::asio::error::eof));
}

void Link::deliver_frames(base::ByteView plain) {
  decoder_.feed(plain);
  while (state_ == State::kOpen) {
    const std::optional<base::ByteView> frame = decoder_.next();
    if (!frame) break;
    ++stats_.frames_received;
    if (!heard_frame_) {
      heard_frame_ = true;
      slot_.heard_frame();
      if (!dialed_) deadline_.cancel();
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

// The other side refused us after all, or somebody meddled with what it sent.
void Link::on_broken_channel() {
  ++stats_.broken_channels;
  const std::string reason = "refused this peer, or what it sent was changed on the way";
  if (log_enabled(LogLevel::kWarning)) log(LogLevel::kWarning, remote_ + " " + reason + "; link dropped");
  send_last_alert();
  finish(reason);
}

// So that an honest other side can say what it does not like. As far as it can be sent at once.
void Link::send_last_alert() {
  error_code ignored;
  if (!writing_ && channel_ != nullptr) socket_.write_some(boost::asio::buffer(channel_->output()), ignored);
}

void Link::close(const std::string& reason) {
  if (state_ < State::kOpen) return finish(reason);
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
  throttle_.cancel();
  error_code ignored;
  socket_.close(ignored);
  queue_.clear();
  slot_ = {};
  boost::asio::post(context_, [self = shared_from_this(), reason] {
    self->channel_.reset();
    if (self->owner_ != nullptr) self->owner_->link_is_closed(*self, reason);
  });
}

}  // namespace os
