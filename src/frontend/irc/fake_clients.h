// What tests put in place of clients and their sockets. Linked into no program.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "env/clients.h"

namespace frontend::irc {

class FakeClients : public env::Clients {
 public:
  base::Result<std::string> listen(const env::ClientDoor& door, Listener& listener) override {
    listener_ = &listener;
    return door.address;
  }
  void send(env::ClientId client, std::string_view bytes) override { sent[client] += bytes; }
  void close(env::ClientId client, std::string_view reason) override { closed[client] = std::string(reason); }
  void pause_reading(env::ClientId client, bool pause) override { paused[client] = pause; }

  env::ClientId connect(const env::ClientOrigin& origin = {.remote = "127.0.0.1:5555"}) {
    listener_->client_opened(++last_, origin);
    return last_;
  }
  void type(env::ClientId client, const std::string& line) { listener_->bytes_received(client, line + "\r\n"); }
  void bytes(env::ClientId client, const std::string& bytes) { listener_->bytes_received(client, bytes); }
  void drop(env::ClientId client, const std::string& reason) { listener_->client_closed(client, reason); }

  std::map<env::ClientId, std::string> sent, closed;
  std::map<env::ClientId, bool> paused;

 private:
  Listener* listener_ = nullptr;
  env::ClientId last_ = 0;
};

}  // namespace frontend::irc
