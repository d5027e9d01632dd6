// What every kind of chat needs around its peer: where it listens, whom it starts from, and the door for
// one's own commands.
#pragma once

#include <string>

#include "apps/conclave/command_line.h"
#include "apps/conclave/data_folder.h"
#include "frontend/control/control_frontend.h"
#include "node/peer.h"
#include "os/asio/asio_clients.h"
#include "os/asio/event_loop.h"

namespace conclave {

// `folder` is the data folder, here and below; empty where nothing is kept.
node::Options peer_options(const ChatOptions& options, const std::string& folder);

// A sentence where the invite is no good any more; empty where it is, or there is none.
std::string invite_problem(const ChatOptions& options);

// Opens what it is kept in, for the next `conclave` without a nick to find again. The folder is empty, without a
// store, where nothing is to be kept. An error says how to chat nevertheless.
base::Result<OpenFolder> open_folder(const ChatOptions& options);

// ControlDoor: where a running peer answers the commands of its user, and where its port is kept for the next
// run.
class ControlDoor {
 public:
  ControlDoor(os::EventLoop& loop, node::Session& session, const ChatOptions& options,
              const std::string& folder);

  void open();       // once the peer has started; a chat without it is still a chat
  void keep_port();  // whenever something happened; writes it once, as soon as it is known

 private:
  node::Session& session_;
  os::AsioClients clients_;
  frontend::control::ControlFrontend control_;
  std::string socket_;
  std::string port_file_;  // empty: nothing to keep there, or no more
};

}  // namespace conclave
