// Channel: what stands between a link's frames and the bytes on its socket. It proves to each end which key
// the other holds, and lets nobody in between read or change anything. Owned by its Link; does no I/O: bytes
// go in, bytes come out.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/bytes.h"
#include "base/keys.h"

namespace os {

class Channel {
 public:
  // kEnded: the other side said that it will send no more. kBroken: what came was no proof, or was tampered
  // with; nothing works from then on.
  enum class State : std::uint8_t { kHandshake, kOpen, kEnded, kBroken };

  virtual ~Channel() = default;

  // Begins, or goes on with, the handshake, as far as what was fed allows. Answers with the state.
  virtual State shake_hands() = 0;
  virtual State state() const = 0;

  // Once open: the key that the other side has proved to hold, and what this connection is known by.
  virtual const base::PublicKey& remote_key() const = 0;
  virtual const base::LinkBinding& binding() const = 0;

  // What came from the socket. The bytes stay the caller's and must live until read() has answered nothing.
  virtual void feed(base::ByteView wire) = 0;
  // The next piece of what the other side sent, in `into`; nothing when more bytes are needed or it is over.
  virtual std::optional<base::ByteView> read(std::span<std::uint8_t> into) = 0;

  // Once open: makes what goes on the wire of `plain`, in output().
  virtual void write(base::ByteView plain) = 0;
  // Tells the other side that nothing follows.
  virtual void end() = 0;

  // What must go to the socket, handshakes and alerts included. The link takes it out. Reading may add to it
  // (the other side may ask for new keys as often as it likes): the link sets a limit.
  virtual base::Bytes& output() = 0;
};

// Makes the channels of one peer.
class Channels {
 public:
  virtual ~Channels() = default;
  // For a connection that we began (`dialed`) or took.
  virtual std::unique_ptr<Channel> make(bool dialed) = 0;
  // What the first bytes of whoever dials us are, whatever follows; so that nothing is made for others.
  virtual base::ByteView opening() const { return {}; }
};

}  // namespace os
