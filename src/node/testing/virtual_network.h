// A network in memory for tests: links with a delay, hosts that are killed, paused or cut off from each
// other, frames that vanish. Everything happens when the test's clock says so, in an order that never varies.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "env/clock.h"
#include "env/network.h"

namespace node::testing {

using HostId = int;

class VirtualClock : public env::Clock {
 public:
  base::Instant now() const override { return base::Instant(since_start_); }
  base::WallTime wall() const override { return wall_start_ + since_start_ + offset_; }
  void advance_to(base::Instant now) { since_start_ = now.time_since_epoch(); }
  // How far the wall clock of this host is off.
  void set_offset(base::Duration offset) { offset_ = offset; }

 private:
  base::Duration since_start_ = std::chrono::hours(1);
  base::WallTime wall_start_ = base::WallTime(std::chrono::hours(24 * 365 * 50));
  base::Duration offset_{};
};

class VirtualNetwork {
 public:
  VirtualNetwork();
  ~VirtualNetwork();

  // A port for one host; owned by this network. Addresses are "host-N:1".
  env::Network& add_host(HostId host);
  static std::string address_of(HostId host) { return "host-" + std::to_string(host) + ":1"; }

  void set_delay(base::Duration delay) { delay_ = delay; }
  // Frames, dials and closings between the two sides vanish until heal().
  void partition(const std::set<HostId>& one_side);
  void heal() { cut_off_.clear(); }
  // The host's process is gone: its links close at the others' ends at once, dials to it fail.
  void kill(HostId host);
  // The host's process stands still: what is sent to it waits, links stay.
  void pause(HostId host) { paused_.insert(host); }
  void resume(HostId host) { paused_.erase(host); }
  // Frames for which `lose` answers true vanish, as if the link's queue had been lost with its process.
  void lose_frames(std::function<bool(HostId from, HostId to, base::ByteView frame)> lose) {
    lose_ = std::move(lose);
  }

  // A link to `host` from a stranger who holds `key`: what it sends arrives as is. Answers whether the host
  // closed it.
  env::LinkId connect_stranger(HostId host, const base::PublicKey& key);
  void send_as_stranger(env::LinkId link, base::Bytes frame);
  // What the host has sent it so far.
  const base::LinkBinding& binding_of_stranger(env::LinkId link) const { return stranger_bindings_.at(link); }
  const std::vector<base::Bytes>& sent_to_stranger(env::LinkId link) { return sent_to_strangers_[link]; }
  bool stranger_was_dropped(env::LinkId link) const { return dropped_strangers_.contains(link); }

  // The time of the next delivery to a host that is not paused, if any.
  base::Instant next_due() const;
  // Delivers what is due at `now`; answers which hosts got something.
  std::set<HostId> deliver(base::Instant now);

  std::uint64_t frames_delivered() const { return frames_delivered_; }

 private:
  class Port;
  struct Link {
    HostId dialer = -1, listener = -1;
    env::LinkId dialer_end = 0, listener_end = 0;
    bool open = true;
  };
  struct Event {
    HostId to = -1;
    std::function<void(Port&)> happen;
  };

  void post(HostId to, base::Instant at, std::function<void(Port&)> happen);
  void dial(HostId from, env::LinkId link, const std::string& address);
  void send(HostId from, env::LinkId link, base::SharedBytes frame);
  void close(HostId from, env::LinkId link, std::string_view reason);
  bool separated(HostId a, HostId b) const { return cut_off_.contains(a) != cut_off_.contains(b); }

  static constexpr HostId kStranger = -2;
  std::map<HostId, std::unique_ptr<Port>> ports_;
  std::map<env::LinkId, std::shared_ptr<Link>> links_;  // by either end
  std::map<std::pair<base::Instant, std::uint64_t>, Event> events_;
  std::set<HostId> cut_off_, paused_, dead_;
  std::set<env::LinkId> dropped_strangers_;
  std::map<env::LinkId, base::LinkBinding> stranger_bindings_;
  std::map<env::LinkId, std::vector<base::Bytes>> sent_to_strangers_;
  std::function<bool(HostId, HostId, base::ByteView)> lose_;
  base::Duration delay_ = std::chrono::microseconds(500);
  base::Instant now_{};
  std::uint64_t next_event_ = 0;
  env::LinkId next_link_ = 0;
  std::uint64_t frames_delivered_ = 0;
};

}  // namespace node::testing
