// The clients port: byte streams through which front ends serve programs of this machine or network, such as
// chat clients. One thread; listeners are called from the event loop, never from inside a call below. Never
// interprets a byte.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace env {

using ClientId = std::uint64_t;  // never reused within a process; 0 names no client

// No more is handed over at once, and no more is held of a client that is not being read.
inline constexpr std::size_t kClientChunkBytesMax = 16 * 1024;

// The reason of a client that was given up because it does not read what it is sent.
inline constexpr std::string_view kSendQueueExceeded = "send queue exceeded";

// Where clients come in, and what each of them may use up.
struct ClientDoor {
  struct Tls {
    std::string certificate_file, key_file;  // PEM
  };

  std::string
      address;  // HOST:PORT with an IP address as host, port 0: any; or "unix:/path", for this user alone
  std::optional<Tls> tls{};
  std::size_t clients_max = 64;                    // of this door; one more is closed at once, untold
  std::size_t send_queue_bytes_max = 1024 * 1024;  // of each client
};

// Who came.
struct ClientOrigin {
  std::string_view remote{};       // HOST:PORT it came from, or "unix"
  bool over_tls = false;           // then it has shaken hands
  std::string_view certificate{};  // that it showed: SHA-256 in hex; empty: none
};

class Clients {
 public:
  class Listener {
   public:
    virtual ~Listener() = default;
    virtual void client_opened(ClientId client, const ClientOrigin& origin) = 0;
    virtual void bytes_received(ClientId client, std::string_view bytes) = 0;  // 1..kClientChunkBytesMax
    // The last word on a client that was opened, exactly once.
    virtual void client_closed(ClientId client, std::string_view reason) = 0;
  };

  virtual ~Clients() = default;

  // Starts accepting, for good; answers with the address really bound. Several doors may have one listener,
  // which must not go while the event loop still runs.
  virtual base::Result<std::string> listen(const ClientDoor& door, Listener& listener) = 0;

  // What is sent to one client in one turn of the event loop leaves together, after it. Sending to a client
  // that is gone does nothing. One that does not keep up is first not read from any more, and when its queue is full
  // closed at once, with kSendQueueExceeded.
  virtual void send(ClientId client, std::string_view bytes) = 0;

  // Nothing is received any more. What was sent before is still written if the client reads it within a short
  // time; client_closed follows then.
  virtual void close(ClientId client, std::string_view reason) = 0;

  // While paused nothing is received from this client: it waits.
  virtual void pause_reading(ClientId client, bool paused) = 0;
};

}  // namespace env
