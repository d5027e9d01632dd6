#include "frontend/control/control_frontend.h"

namespace frontend::control {

namespace {

constexpr std::size_t kClientsMax = 16;
constexpr std::size_t kAnswersBytesMax = 8 * 1024 * 1024;  // the members of the largest group fit

}  // namespace

base::Status ControlFrontend::start(const std::string& address) {
  const auto bound = clients_.listen(
      {.address = address, .clients_max = kClientsMax, .send_queue_bytes_max = kAnswersBytesMax}, *this);
  if (!bound) return bound.error();
  return base::Done{};
}

void ControlFrontend::client_opened(env::ClientId client, const env::ClientOrigin&) {
  buffers_.emplace(client, LineBuffer(kRequestBytesMax));
}

void ControlFrontend::bytes_received(env::ClientId client, std::string_view bytes) {
  buffers_.at(client).take(bytes, [&](std::string_view line, bool whole) {
    const std::string text = whole ? answer(session_, about_, line) : refusal("The request is too long.");
    clients_.send(client, text + "\n");
  });
}

void ControlFrontend::client_closed(env::ClientId client, std::string_view) { buffers_.erase(client); }

}  // namespace frontend::control
