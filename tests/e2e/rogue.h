// A member of the group with a program of its own: it has its key and its place among the others, and sends what it likes,
// over real sockets. It takes over who the peer of a data folder was.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "node/identity.h"
#include "os/asio/asio_network.h"
#include "os/clock.h"
#include "wire/frame.h"

namespace e2e {

class Rogue : private env::Network::Listener {
 public:
  // The peer of `folder` runs no more.
  explicit Rogue(const std::string& folder);
  ~Rogue() override;

  // Connects to the peer at `address` as a member does. Answers with the link; 0 where it was not taken in.
  env::LinkId join(const std::string& address);
  bool linked(env::LinkId link) const { return links_.contains(link); }

  void send(env::LinkId link, const wire::Message& message);
  void send_bytes(env::LinkId link, base::Bytes frame);
  // Lets what was sent go out, and what comes come in, until `done` or for so long.
  bool run(base::Duration limit, const std::function<bool()>& done = [] { return false; });

  // A line of its own, as its program would sign it; `seq` 1 begins a stream.
  protocol::Entry line(std::uint64_t seq, std::string_view text, const base::EntryId& previous = {}) const;
  // What it says in the name of the member with that key.
  protocol::Entry in_the_name_of(const node::Owner::Member& other, std::uint64_t seq, std::string_view text) const;
  const node::Owner& owner() const { return owner_; }
  base::PeerId id() const { return wire::peer_id_of(owner_.keys.public_key()); }

 private:
  explicit Rogue(std::unique_ptr<env::Store> store);

  struct Link {
    env::Remote remote;
    bool greeted = false;
  };

  void link_opened(env::LinkId link, bool dialed, const env::Remote& remote) override;
  void frame_received(env::LinkId link, base::ByteView frame) override;
  void link_closed(env::LinkId link, std::string_view reason) override;
  void heartbeat(env::LinkId link);

  os::SystemClock clock_;
  os::EventLoop loop_{clock_};
  os::AsioNetwork network_{loop_};
  node::Owner owner_;
  std::vector<protocol::Statement> chain_;  // from the founding to us
  std::map<env::LinkId, Link> links_;
  base::Instant beat_at_{};
};

}  // namespace e2e
