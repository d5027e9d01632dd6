// The beacon port: small datagrams to whoever is on the local network, and those of others. A hint and no
// more: they may be lost, repeated, forged, or not leave at all. Never blocks, never interprets a datagram.
#pragma once

#include <string>

#include "base/bytes.h"

namespace env {

class Beacon {
 public:
  class Listener {
   public:
    virtual ~Listener() = default;
    // From the event loop, our own included. `host` is where it came from, an IPv6 address in brackets.
    virtual void datagram_came(base::ByteView datagram, const std::string& host) = 0;
  };

  virtual ~Beacon() = default;

  // Once. Datagrams go as far as those who can reach a peer that listens at `address` (HOST:PORT).
  virtual void open(const std::string& address, Listener& listener) = 0;

  // At most 64 bytes.
  virtual void send(base::ByteView datagram) = 0;
};

}  // namespace env
