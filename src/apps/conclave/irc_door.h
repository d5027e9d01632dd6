// IrcDoor: where IRC clients come in to a peer: those of this machine, and by TLS and with a password those of others.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "apps/conclave/command_line.h"
#include "frontend/irc/gateway.h"
#include "os/accounts/account_checker.h"
#include "os/asio/asio_clients.h"
#include "os/asio/event_loop.h"

namespace conclave {

class IrcDoor {
 public:
  IrcDoor(os::EventLoop& loop, node::Session& session, const env::Clock& clock, const ChatOptions& options,
          const std::string& folder);

  base::Status open();  // once the peer has started
  // Where clients are served, a sentence each.
  const std::vector<std::string>& addresses() const { return bound_; }
  void step() { gateway_.step(); }
  std::optional<base::Instant> next_deadline() const { return gateway_.next_deadline(); }
  void close(const std::string& reason) { gateway_.close_all(reason); }

 private:
  base::Status open_to_others();
  base::Status ready_certificate();
  env::Accounts* checker_of(os::EventLoop& loop, std::optional<os::AccountFile> file);

  const std::vector<std::string> wanted_, wanted_tls_;
  const std::string folder_;
  env::ClientDoor::Tls tls_;
  std::vector<std::string> bound_;
  os::AsioClients clients_;
  std::optional<os::AccountChecker> accounts_;
  frontend::irc::Gateway gateway_;
};

}  // namespace conclave
