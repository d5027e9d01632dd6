// World: hosts with complete peers, one time, one queue of what is due. It makes things happen when they are
// due and steps the peers they happen to; it decides nothing. Owned by the Simulation.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "node/peer.h"
#include "wire/statement.h"
#include "sim/core/counters.h"
#include "sim/core/event_queue.h"
#include "sim/core/random_streams.h"
#include "sim/core/sim_clock.h"
#include "sim/core/trace.h"
#include "sim/network/conditions.h"
#include "sim/network/sim_network.h"
#include "sim/store/sim_store.h"

namespace sim {

// How a peer's life ends. kKilled: the process alone; kPowerLost: its machine too, so nobody is told.
enum class Death : std::uint8_t { kLeft, kKilled, kPowerLost };

// Hears what the peers say to their users, and of the lives of peers.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void on_started(HostIndex) {}
  virtual void on_stopping(HostIndex, Death) {}  // the peer is still there to be asked
  virtual void on_stopped(HostIndex, Death) {}   // its store is as it will be found
  virtual void on_store_changed(HostIndex) {}    // wiped, or put back from a copy
  virtual void on_said(HostIndex, const std::string& id, const std::string& room,
                       const std::string& text) = 0;
  virtual void on_event(HostIndex, const node::Event&) = 0;
  virtual void on_frame(base::ByteView) {}  // as it reaches its receiver
};

// Whoever asked the timeline for something that is not the world's own business.
class DueListener {
 public:
  virtual ~DueListener() = default;
  virtual void on_due(const Event& event) = 0;
};

class World {
 public:
  World(std::uint64_t seed, HostIndex hosts, std::size_t trace_moments);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  void observe(Observer& observer);
  void on_due(DueListener& listener) { due_listener_ = &listener; }

  HostIndex hosts() const { return conditions_.hosts(); }
  const base::GroupId& group() const { return founded_.group; }
  bool running(HostIndex host) const { return hosts_[host]->peer != nullptr; }
  // Running, and neither paused nor suspended.
  bool awake(HostIndex host) const { return running(host) && !hosts_[host]->paused; }
  node::Peer& peer(HostIndex host) { return *hosts_[host]->peer; }
  const node::Peer& peer(HostIndex host) const { return *hosts_[host]->peer; }

  // A new peer on `host`, which first looks for those of `seeds`. What ran there before is killed. False
  // where it can't start, its store being broken.
  bool start(HostIndex host, const std::string& nick, const std::vector<HostIndex>& seeds);
  void stop(HostIndex host, Death death);
  // Whether peers on `host` keep anything. Before the first start.
  void set_ephemeral(HostIndex host) { hosts_[host]->ephemeral = true; }
  // Of hosts started from now on; those that keep nothing have memory enough.
  void set_portions(const protocol::Portions& portions) { portions_ = portions; }
  protocol::Portions portions(HostIndex host) const;
  // None where nothing is kept.
  SimStore* store(HostIndex host) { return hosts_[host]->ephemeral ? nullptr : hosts_[host]->store.get(); }
  // Of a host that does not run; answers whether there was anything to do.
  bool wipe_store(HostIndex host);
  bool restore_store(HostIndex host, std::uint32_t permille);
  // For so long, or until woken. Suspended: the whole machine, its monotonic clock included.
  void pause(HostIndex host, base::Duration for_long, bool suspended);
  void wake(HostIndex host);
  // These do nothing where the peer is not awake. Lines are said together, and it is told how many were taken.
  struct Saying {
    std::string room{}, text{};
  };
  std::size_t say(HostIndex host, const std::vector<Saying>& lines);
  bool say(HostIndex host, const std::string& room, const std::string& text);
  void rename(HostIndex host, const std::string& nick);
  // When its peer began, or ran again after a pause that it should have noticed.
  base::Instant up_since(HostIndex host) const { return hosts_[host]->up_since; }
  // When the monotonic clock of `host` shows `instant`.
  base::Instant in_world(HostIndex host, base::Instant instant) const {
    return hosts_[host]->clock.in_world(instant);
  }
  base::Duration skew(HostIndex host) const { return hosts_[host]->clock.skew(); }
  void step_wall_clock(HostIndex host, base::Duration by);

  void run_until(base::Instant end);
  void run_for(base::Duration duration) { run_until(now() + duration); }
  base::Instant now() const { return timeline_.now; }

  Timeline& timeline() { return timeline_; }
  Conditions& conditions() { return conditions_; }
  SimNetwork& network() { return network_; }
  const SimNetwork& network() const { return network_; }
  Counters& counters() { return counters_; }
  Trace& trace() { return trace_; }
  const Trace& trace() const { return trace_; }
  Trace::Naming naming() const;

  // Over all lives so far.
  std::uint64_t ticks() const;
  std::uint64_t rule_errors() const;
  std::uint64_t refused_frames() const;
  const std::string& first_complaint() const { return first_complaint_; }  // the first such, as logged

 private:
  struct Host {
    Host(const base::Instant& now, base::Duration booted) : clock(now, booted) {}
    SimClock clock;
    std::unique_ptr<SimRandom> random;
    std::unique_ptr<SimStore> store;
    bool ephemeral = false;
    std::unique_ptr<node::Peer> peer;
    std::uint64_t lives = 0;
    std::size_t births = 0;  // of others on the same host
    std::vector<protocol::Statement> admissions;  // the founding, then one a birth
    bool paused = false, suspended = false;
    base::Instant paused_at{}, up_since{};
    std::uint64_t pauses = 0;
    base::Instant wake_at = base::Instant::max();  // the event that stands for its deadline
  };

  node::Options::Birth birth(HostIndex host, const std::string& nick);
  bool take(HostIndex host, const std::string& room, const std::string& text);
  void handle(const Event& event);
  void step(HostIndex host);
  void plan_wake(HostIndex host);
  void log(HostIndex host, std::string_view line);
  void bury(HostIndex host);

  const std::uint64_t seed_;
  protocol::Portions portions_;
  Timeline timeline_;
  Conditions conditions_;
  Counters counters_;
  Trace trace_;
  SimNetwork network_;
  const wire::KeyPair founder_;   // of the group; it runs nowhere
  const wire::Founded founded_;
  wire::Prover prover_;           // of all peers: what one has checked holds for all
  std::vector<std::unique_ptr<Host>> hosts_;
  std::vector<std::pair<base::PeerId, HostIndex>> names_;  // of all lives
  Observer* observer_ = nullptr;
  DueListener* due_listener_ = nullptr;
  std::uint64_t ticks_of_the_dead_ = 0, errors_of_the_dead_ = 0, refused_of_the_dead_ = 0;
  std::string first_complaint_;
};

}  // namespace sim
