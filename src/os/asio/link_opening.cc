// How a link that others made begins: nothing is made for it, and nothing read, before it has sent what a
// handshake begins with and its turn has come.
#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>

#include "os/asio/event_loop.h"
#include "os/asio/link.h"
#include "os/asio/socket_setup.h"
#include "os/asio/strangers.h"

namespace os {

namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t kOpeningBytesMax = 16;

// From accepted to a frame, while places are scarce. An honest peer needs a few milliseconds.
constexpr std::chrono::milliseconds kPatience{1000};

}  // namespace

void Link::await_opening() {
  socket_.async_wait(tcp::socket::wait_read, [self = shared_from_this()](const error_code& error) {
    if (self->state_ == State::kClosed) return;
    if (error) return self->finish(describe(error));
    self->look_at_opening();
  });
}

// The bytes stay in the kernel. Part of an opening will do: the channel looks at the rest.
void Link::look_at_opening() {
  const base::ByteView opening = channels_.opening();
  std::array<std::uint8_t, kOpeningBytesMax> first{};
  const std::size_t wanted = std::min(first.size(), opening.size());
  error_code error;
  const std::size_t seen =
      socket_.receive(boost::asio::buffer(first.data(), wanted), tcp::socket::message_peek, error);
  if (error == boost::asio::error::would_block) return await_opening();
  if (error) return finish(describe(error));
  spoke_ = true;
  if (!std::equal(first.begin(), first.begin() + static_cast<std::ptrdiff_t>(seen), opening.begin())) {
    return on_refused_handshake();
  }
  strangers_.await_turn(source_, weak_from_this(), [this] { return begin_handshake(); });
}

bool Link::begin_handshake() {
  if (state_ != State::kHandshake) return false;
  channel_ = channels_.make(false);
  read();
  return true;
}

bool Link::gives_way() const {
  const bool expected = accepted_ && !heard_frame_ && (state_ == State::kHandshake || state_ == State::kOpen);
  return expected && (mute() || loop_.now() - accepted_at_ > kPatience);
}

void Link::give_way() {
  ++stats_.gave_way;
  finish("silent, while others wait");
}

}  // namespace os
