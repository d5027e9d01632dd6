// IrcDoor: where IRC clients of this machine come in to a peer.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "apps/conclave/command_line.h"
#include "frontend/irc/gateway.h"
#include "os/asio/asio_clients.h"
#include "os/asio/event_loop.h"

namespace conclave {

class IrcDoor {
 public:
  // `own_user`: the peer itself is somebody, besides the clients.
  IrcDoor(os::EventLoop& loop, node::Session& session, const env::Clock& clock, const ChatOptions& options);

  base::Status open();  // once the peer has started
  const std::vector<std::string>& addresses() const { return bound_; }
  void step() { gateway_.step(); }
  std::optional<base::Instant> next_deadline() const { return gateway_.next_deadline(); }
  void close(const std::string& reason) { gateway_.close_all(reason); }

 private:
  const std::vector<std::string> wanted_;
  std::vector<std::string> bound_;
  os::AsioClients clients_;
  frontend::irc::Gateway gateway_;
};

}  // namespace conclave
