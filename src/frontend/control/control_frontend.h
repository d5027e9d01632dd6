// ControlFrontend: serves the commands of `conclave` to its own user. Owned by main(), which says where;
// session and clients outlive it.
#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "base/result.h"
#include "env/clients.h"
#include "frontend/control/requests.h"
#include "frontend/line_buffer.h"

namespace frontend::control {

inline constexpr std::size_t kRequestBytesMax = 4096;

class ControlFrontend : private env::Clients::Listener {
 public:
  ControlFrontend(node::Session& session, env::Clients& clients, About about)
      : session_(session), clients_(clients), about_(std::move(about)) {}

  // At "unix:/path".
  base::Status start(const std::string& address);

 private:
  void client_opened(env::ClientId client, const env::ClientOrigin& origin) override;
  void bytes_received(env::ClientId client, std::string_view bytes) override;
  void client_closed(env::ClientId client, std::string_view reason) override;

  node::Session& session_;
  env::Clients& clients_;
  const About about_;
  std::map<env::ClientId, LineBuffer> buffers_;
};

}  // namespace frontend::control
