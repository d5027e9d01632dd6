// AsioClients: env::Clients over TCP, with TLS or without, and Unix sockets. Owned by main(); the loop must outlive it.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "env/clients.h"
#include "os/asio/client_acceptor.h"
#include "os/asio/client_stream.h"
#include "os/asio/event_loop.h"
#include "os/tls/service_tls.h"

namespace os {

class AsioClients final : public env::Clients {
 public:
  explicit AsioClients(EventLoop& loop) : loop_(loop), alive_(std::make_shared<bool>(true)) {}
  ~AsioClients() override;  // no event follows
  AsioClients(const AsioClients&) = delete;
  AsioClients& operator=(const AsioClients&) = delete;

  base::Result<std::string> listen(const env::ClientDoor& door, Listener& listener) override;
  void send(env::ClientId client, std::string_view bytes) override;
  void close(env::ClientId client, std::string_view reason) override;
  void pause_reading(env::ClientId client, bool paused) override;

 private:
  struct Door {
    env::ClientDoor options;
    Listener* listener = nullptr;
    std::unique_ptr<ServiceTls> tls{};
    std::shared_ptr<ClientAcceptor> acceptor{};
    std::size_t client_count = 0;
  };

  void opened(Door& door, ClientStream::Socket socket, const std::string& remote);
  ClientStream* find(env::ClientId client) const;
  void flush_soon(env::ClientId client);
  void flush();

  EventLoop& loop_;
  std::shared_ptr<bool> alive_;
  std::vector<std::unique_ptr<Door>> doors_;
  ClientScratch scratch_ = ClientScratch(env::kClientChunkBytesMax);
  std::unordered_map<env::ClientId, std::shared_ptr<ClientStream>> clients_;
  std::vector<env::ClientId> to_flush_;  // sent to in this turn
  env::ClientId last_id_ = 0;
};

}  // namespace os
