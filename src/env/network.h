// The network port: ordered, reliable links that carry whole frames, and say when they are gone.
// One thread; the listener is called from the event loop, never from inside dial(), send() or close().
// Never interprets a frame.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/keys.h"
#include "base/result.h"

namespace env {

using LinkId = std::uint64_t;  // never reused within a process; 0 names no link

inline constexpr std::size_t kFrameBytesMax = 64 * 1024;
// Of a received frame, on a link that was not admitted.
inline constexpr std::size_t kStrangerFrameBytesMax = 4 * 1024;

// Who is at the other end of a link. It has proved to hold the key.
struct Remote {
  std::string address{};  // HOST:PORT it is reached at, or came from
  base::PublicKey key{};
  base::LinkBinding binding{};  // the same at both ends
};

// The reason of a link that the network gave up because the other side takes nothing in.
inline constexpr std::string_view kUnresponsive = "the other side takes nothing in";

// Frames of a lower lane number overtake those of a higher one; within a lane order is kept.
enum class Lane : std::uint8_t { kControl = 0, kChat = 1, kBulk = 2 };

class Network {
 public:
  class Listener {
   public:
    virtual ~Listener() = default;
    virtual void link_opened(LinkId link, bool dialed, const Remote& remote) = 0;
    virtual void frame_received(LinkId link, base::ByteView frame) = 0;
    // The last word on a link that was opened or dialed, exactly once.
    virtual void link_closed(LinkId link, std::string_view reason) = 0;
  };

  virtual ~Network() = default;
  virtual void attach(Listener& listener) = 0;

  // Who this peer is. Once, before listen() and dial().
  virtual void identify(const base::KeySeed& seed) = 0;

  // Starts accepting at "HOST:PORT" (port 0: any); answers with the address really bound.
  virtual base::Result<std::string> listen(const std::string& address) = 0;

  // Always answers with link_opened or link_closed, later.
  virtual LinkId dial(const std::string& address) = 0;

  // Queues one frame (1..kFrameBytesMax bytes). A link whose queue is full is closed with the reason
  // "slow reader". Sending on a link that is gone does nothing: link_closed says so.
  // What is sent before link_opened leaves once the link is open.
  virtual void send(LinkId link, Lane lane, base::SharedBytes frame) = 0;

  // The other side is known to belong here: from now on, the frame after the one just received included, its
  // frames may have kFrameBytesMax bytes. May be called from inside frame_received().
  virtual void admit(LinkId link) = 0;

  // Frames queued before are still written if the other side reads them within a short time; link_closed
  // follows then. Nothing is sent or received on the link from now on.
  virtual void close(LinkId link, std::string_view reason) = 0;
};

}  // namespace env
