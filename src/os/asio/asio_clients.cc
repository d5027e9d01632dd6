#include "os/asio/asio_clients.h"

#include <utility>

namespace os {

AsioClients::~AsioClients() {
  for (const auto& door : doors_) door->acceptor->stop();
  for (const auto& [id, stream] : clients_) stream->abandon();
}

base::Result<std::string> AsioClients::listen(const env::ClientDoor& options, Listener& listener) {
  auto door = std::make_unique<Door>(Door{.options = options, .listener = &listener});
  if (options.tls) {
    auto tls = ServiceTls::load(options.tls->certificate_file, options.tls->key_file);
    if (!tls) return tls.error();
    door->tls = std::move(tls.value());
  }
  door->acceptor = std::make_shared<ClientAcceptor>(
      loop_.context(), [this, at = door.get()](ClientStream::Socket socket, const auto& remote) {
        opened(*at, std::move(socket), remote_name(remote));
      });
  auto bound = door->acceptor->listen(options.address);
  if (!bound) door->acceptor->stop();
  if (bound) doors_.push_back(std::move(door));
  return bound;
}

void AsioClients::opened(Door& door, ClientStream::Socket socket, const std::string& remote) {
  if (door.client_count == door.options.clients_max) return;
  ++door.client_count;
  const env::ClientId id = ++last_id_;
  const auto stream = std::make_shared<ClientStream>(
      std::move(socket), door.tls ? door.tls->accept() : nullptr, door.options.send_queue_bytes_max, scratch_,
      ClientStream::Events{
          .opened =
              [&door, id, remote](const std::string& certificate) {
                door.listener->client_opened(id, {.remote = remote, .over_tls = door.tls != nullptr, .certificate = certificate});
              },
          .received = [&door, id](std::string_view bytes) { door.listener->bytes_received(id, bytes); },
          .closed =
              [this, &door, id](std::string_view reason) {
                const bool was_open = clients_.at(id)->is_open();
                clients_.erase(id);
                --door.client_count;
                if (was_open) door.listener->client_closed(id, reason);
              }});
  clients_.emplace(id, stream);
  stream->start();
}

ClientStream* AsioClients::find(env::ClientId client) const {
  const auto found = clients_.find(client);
  return found == clients_.end() ? nullptr : found->second.get();
}

void AsioClients::send(env::ClientId client, std::string_view bytes) {
  ClientStream* stream = find(client);
  if (stream == nullptr || bytes.empty()) return;
  const bool known = stream->wants_flush();
  stream->send(bytes);
  if (!known && stream->wants_flush()) flush_soon(client);
}

void AsioClients::flush_soon(env::ClientId client) {
  to_flush_.push_back(client);
  if (to_flush_.size() > 1) return;
  loop_.post([this, alive = std::weak_ptr(alive_)] {
    if (!alive.expired()) flush();
  });
}

void AsioClients::flush() {
  for (const env::ClientId client : std::exchange(to_flush_, {})) {
    if (ClientStream* stream = find(client)) stream->flush();
  }
}

void AsioClients::close(env::ClientId client, std::string_view reason) {
  if (ClientStream* stream = find(client)) stream->close(reason);
}

void AsioClients::pause_reading(env::ClientId client, bool paused) {
  if (ClientStream* stream = find(client)) stream->pause(paused);
}

}  // namespace os
