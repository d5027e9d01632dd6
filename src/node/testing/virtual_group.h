// Several peers in one process, on a virtual network and clock: the same node code as in the product, driven
// step by step, the same in every run. Hosts are numbered from 0; a host may be restarted as a new peer.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/random.h"
#include "node/peer.h"
#include "node/testing/virtual_network.h"
#include "wire/statement.h"

namespace node::testing {

class VirtualRandom : public env::Random {
 public:
  explicit VirtualRandom(std::uint64_t seed) : random_(seed) {}
  std::uint64_t next() override { return random_.next(); }

 private:
  base::SeededRandom random_;
};

// A message as people see it.
struct Shown {
  std::string id, nick, text;
  bool late = false;
  base::Instant at;
};

class VirtualGroup {
 public:
  struct Start {
    std::string nick{};             // "p<host>" where empty
    std::vector<HostId> peers{};    // whom to start from
    base::Duration clock_offset{};  // how far its wall clock is off
    std::string group = "home";     // whoever starts in one of the same name was let in, unless:
    std::optional<Invite> invite{};  // it comes by this
    bool born = true;                // or founds one
    protocol::Portions portions{};
    // What the peer keeps; outlives the group. With one, what the host has shown is remembered across restarts,
    // and identical() sees whether anything was repeated.
    env::Store* store = nullptr;
    env::Beacon* beacon = nullptr;
  };

  explicit VirtualGroup(std::uint64_t seed = 1) : seed_(seed) {}

  // Starts a peer (again) on `host`. Host 0 is everyone's first peer unless `start` says otherwise.
  Peer& start(HostId host, Start start);
  Peer& start(HostId host);
  // Starts hosts 0..count-1, apart enough for 0 to be the oldest, and runs until all follow one leader.
  void start_all(int count);

  Peer& peer(HostId host) { return *hosts_.at(host).peer; }
  bool running(HostId host) const { return hosts_.contains(host) && hosts_.at(host).peer != nullptr; }
  void kill(HostId host);
  void pause(HostId host);
  void resume(HostId host);
  VirtualNetwork& network() { return network_; }
  base::Instant now() const { return now_; }

  // The group of that name, which was founded by somebody who runs nowhere; and whoever is let in by it.
  const wire::Founded& founded(const std::string& group);
  std::vector<protocol::Statement> letting_in(const base::PublicKey& key, const std::string& group = "home");

  // Says a line; the peer takes it in at once, so that it is an entry by itself.
  std::string say(HostId host, const std::string& text, const std::string& room = "lobby");

  void run_for(base::Duration duration);
  // Runs until `done` or `limit` has passed; answers whether it was done.
  bool run_until(const std::function<bool()>& done, base::Duration limit = std::chrono::seconds(20));

  // Which host leads as `host` sees it; -1 where nobody does.
  HostId leader_of(HostId host);
  // All running hosts follow the same one.
  bool agree_on(HostId leader);
  // Every running host holds the same history, and has shown each line exactly once.
  bool identical();
  // Texts in the group's order.
  std::vector<std::string> transcript(HostId host);

  // Is told of every event at the moment it is delivered.
  void watch(std::function<void(HostId, const Event&)> watcher) { watcher_ = std::move(watcher); }
  const std::vector<Event>& events(HostId host) const { return hosts_.at(host).events; }
  const std::vector<Shown>& shown(HostId host) const { return hosts_.at(host).shown; }
  template <class E>
  std::vector<E> events_of(HostId host) const {
    std::vector<E> found;
    for (const Event& event : events(host)) {
      if (const E* e = std::get_if<E>(&event)) found.push_back(*e);
    }
    return found;
  }
  // Rule errors of all peers so far, killed ones included. A test should find none.
  std::uint64_t rule_errors() const;
  const std::vector<std::string>& logs() const { return logs_; }

 private:
  struct Host {
    std::unique_ptr<VirtualClock> clock;
    std::unique_ptr<VirtualRandom> random;
    std::unique_ptr<Peer> peer;
    std::vector<Event> events;
    std::vector<Shown> shown;
    bool paused = false;
  };

  void step(HostId host);
  base::Instant next_moment() const;

  std::uint64_t seed_;
  std::map<std::string, wire::Founded> groups_;
  std::uint64_t starts_ = 0;
  VirtualNetwork network_;
  std::map<HostId, Host> hosts_;
  std::vector<std::string> logs_;
  std::function<void(HostId, const Event&)> watcher_ = [](HostId, const Event&) {};
  std::uint64_t errors_of_the_dead_ = 0;
  base::Instant now_ = base::Instant(std::chrono::hours(1));
};

}  // namespace node::testing
