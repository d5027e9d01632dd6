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

  // Adds to our credentials what only the host knows: a proof that we are invited, if we are.
  using Complete = std::function<void(protocol::Credentials&)>;

  Outbox(protocol::Chat& chat, env::Network& network, MayLeave may_leave, Complete complete);
  Outbox(const Outbox&) = delete;
  Outbox& operator=(const Outbox&) = delete;

  // The tick has ended: what was for links that got no Hello in it is dropped.
  void after_tick() { early_.clear(); }

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
  // Of what is said on a link before and with the Hello.
  void introduce(env::LinkId link, const wire::Message& message);
  template <class Row>
  void send(env::LinkId link, const Row& row);
  void send(Held frame, bool may_leave);

  protocol::Chat& chat_;
  env::Network& network_;
  MayLeave may_leave_;
  std::vector<Held> held_;
  std::set<env::LinkId> greeted_;             // links on which our Hello went out, before all that is for a peer
  std::vector<std::pair<Held, bool>> early_;  // of the same tick, but listed before the Hello
  wire::Message last_said_;
  base::SharedBytes last_;  // that, as a frame: the same words to many are encoded once and shared
};

// Heartbeats overtake chat, chat overtakes repair. A goodbye comes after all that was said.
env::Lane lane_of(const wire::Message& message);

}  // namespace node
