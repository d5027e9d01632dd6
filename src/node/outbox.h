// Outbox: rows that the rules send, as frames on the links to their receivers. A row for a peer without a
// link is dropped: whatever matters is sent again by the rules. What may not leave yet is held; all else
// leaves at once, ahead of it.
#pragma once

#include <functional>
#include <set>
#include <utility>
#include <vector>

#include "env/network.h"
#include "protocol/chat.h"
#include "wire/frame.h"

namespace node {

class Outbox {
 public:
  using MayLeave = std::function<bool(const wire::Message&)>;

  Outbox(protocol::Chat& chat, env::Network& network, MayLeave may_leave);
  Outbox(const Outbox&) = delete;
  Outbox& operator=(const Outbox&) = delete;

  bool holds_any() const { return !held_.empty(); }
  void release();                      // sends what is held
  void drop_held() { held_.clear(); }  // the rules will send again what matters

 private:
  struct Held {
    env::LinkId link;
    env::Lane lane;
    base::SharedBytes frame;
  };
  void greet(const protocol::Hello& hello);
  void send(env::LinkId link, wire::Message message);
  void send(Held frame, bool may_leave);

  protocol::Chat& chat_;
  env::Network& network_;
  MayLeave may_leave_;
  std::vector<Held> held_;
  std::set<env::LinkId> greeted_;  // links on which our Hello went out, the first frame on each
  std::vector<std::pair<Held, bool>> early_;  // of the same tick, but listed before the Hello
  base::SharedBytes last_;  // the same words to many are encoded alike and shared
};

// Heartbeats overtake chat, chat overtakes repair. A goodbye comes after all that was said.
env::Lane lane_of(const wire::Message& message);

}  // namespace node
