// Connections to a peer's port, for sending it what no peer would: plain TCP, and TLS as peers speak it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "os/tls/tls_channels.h"

namespace e2e {

class RawConnection {
 public:
  explicit RawConnection(const std::string& address);  // "127.0.0.1:PORT"
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;
  ~RawConnection();

  // Everything, waiting where the peer is slow; false once the peer has hung up.
  bool send(std::string_view bytes);
  // What the peer said, at most 4 kB, waiting for it; nothing once the peer has hung up.
  std::string receive();

 private:
  int socket_ = -1;
};

class TlsConnection {
 public:
  // Holds a key of its own, as everybody may.
  TlsConnection(const std::string& address, const base::KeySeed& seed);

  bool open() const { return channel_->state() == os::Channel::State::kOpen; }
  // As RawConnection, but encrypted.
  bool send(std::string_view bytes);

 private:
  bool flush();

  RawConnection raw_;
  std::unique_ptr<os::Channels> channels_;
  std::unique_ptr<os::Channel> channel_;
};

}  // namespace e2e
