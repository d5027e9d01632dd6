// Outbox: rows that the rules send, as frames on the links to their receivers. A row for a peer without a
// link is dropped: whatever matters is sent again by the rules.
#pragma once

#include "env/network.h"
#include "protocol/chat.h"
#include "wire/frame.h"

namespace node {

class Outbox {
 public:
  Outbox(protocol::Chat& chat, env::Network& network);
  Outbox(const Outbox&) = delete;
  Outbox& operator=(const Outbox&) = delete;

 private:
  void send(env::LinkId link, wire::Message message);

  protocol::Chat& chat_;
  env::Network& network_;
  base::SharedBytes last_;  // the same words to many are encoded alike and shared
};

// Heartbeats overtake chat, chat overtakes repair. A goodbye comes after all that was said.
env::Lane lane_of(const wire::Message& message);

}  // namespace node
