// SimNetwork: the Network port of every host, behaving as os/asio does on TCP: ordered links with a delay,
// loss that shows as lateness, dials that fail or go unanswered, readers that are too slow, ends that learn
// late or never that the other is gone. Beyond what TCP does it can lose, double and swap frames. Owned by
// the World.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/core/counters.h"
#include "sim/core/event_queue.h"
#include "sim/core/trace.h"
#include "sim/network/conditions.h"
#include "sim/network/link.h"

namespace sim {

struct NetworkOptions {
  base::Duration unacknowledged_for_max = std::chrono::seconds(1);  // these as in os/asio/link.h
  base::Duration dial_timeout = std::chrono::seconds(3);
  base::Duration flush_timeout = std::chrono::milliseconds(200);
  std::size_t queue_bytes_max = 4 * 1024 * 1024;
  std::size_t window_bytes = 256 * 1024;  // that a kernel takes in for a program that does not read
  std::size_t wire_bytes = 64 * 1024;     // that a kernel has taken and nothing can overtake
};

class SimNetwork {
 public:
  SimNetwork(std::uint64_t seed, Timeline& timeline, Conditions& conditions, Counters& counters, Trace& trace,
             NetworkOptions options = {});
  ~SimNetwork();

  env::Network& port(HostIndex host);
  static std::string address_of(HostIndex host) { return name_of(host) + ":1"; }

  // The process on `host` ends: its kernel closes its links, as far as it still can. Silently: it can't.
  void kill(HostIndex host, bool silently);
  // The process on `host` has closed its links and ends; its kernel brings what it said out.
  void leave(HostIndex host);
  // The process does not run; what arrives waits for it, as far as the kernel takes it in.
  void hold(HostIndex host);
  void release(HostIndex host);
  // The process reads no more than so many bytes a second. 0: as fast as they come.
  void set_reading(HostIndex host, std::uint64_t bytes_per_second);
  // To be called after every change of the conditions: whatever may move again does.
  void conditions_changed();

  // Called with every frame as it reaches its receiver.
  void on_frame(std::function<void(base::ByteView)> listener) { frame_listener_ = std::move(listener); }

  void handle(const Event& event);
  // What a program sends in one go leaves in one write, by lanes: to be called after every step of a peer.
  void write_all();
  // The hosts to which something has happened since the last call, in that order.
  const std::vector<HostIndex>& take_touched();

  std::uint64_t frames_delivered() const { return frames_delivered_; }
  std::uint64_t bytes_delivered() const { return bytes_delivered_; }
  // For checkers: the most that ever waited in one queue.
  std::size_t queue_bytes_seen() const { return queue_bytes_seen_; }

 private:
  class Port;

  Link& link_of(EndRef end) { return links_[end / 2]; }
  End& at(EndRef end) { return links_[end / 2].ends[end % 2]; }
  bool current(const Event& event) { return link_of(event.subject).serial == event.tag; }
  void plan(base::Instant when, EventKind kind, EndRef end, std::uint8_t detail = 0);
  EndRef find(HostIndex host, env::LinkId id);
  bool open_way(HostIndex from, HostIndex to) const;

  // dialing.cc
  env::LinkId dial(HostIndex from, const std::string& address);
  EndRef new_link(HostIndex dialer, HostIndex listener);
  env::LinkId new_id(EndRef end);
  void on_syn(EndRef dialer);
  void on_syn_arrives(EndRef dialer);
  void on_opened(EndRef dialer);
  void on_accepted(EndRef dialer);
  void on_dial_timeout(EndRef dialer);
  env::Remote remote_of(EndRef end, std::string address);
  void admit(HostIndex host, env::LinkId id);

  // flow.cc
  void send(HostIndex from, env::LinkId id, env::Lane lane, base::SharedBytes frame);
  void put_on_wire(EndRef end, base::SharedBytes frame);
  void fly(EndRef end, base::SharedBytes frame, base::Instant arrives);
  bool survives_losses(Pipe& pipe, base::Instant& arrives);
  bool may_flow(EndRef end);
  bool wire_has_room(const Pipe& pipe) const;
  void doom(EndRef end);
  void queue(EndRef end, env::Lane lane, base::SharedBytes frame);
  void pump(EndRef end);
  void on_deliver(EndRef end, std::uint8_t flow);
  void hand_over(EndRef receiver, base::SharedBytes frame);
  bool may_take(EndRef receiver, env::LinkId id, std::size_t bytes);
  void stall(EndRef end);
  void count_stall(EndRef end);
  void expect_acknowledgement(EndRef end);
  void unstall(EndRef end);
  void on_unacknowledged(EndRef end, std::uint8_t silence);
  void has_read(EndRef receiver, env::LinkId id, std::size_t bytes);

  // closing.cc
  void close(HostIndex from, env::LinkId id);
  void flush_and_end(EndRef end);
  void finish(EndRef end, Reason reason);
  void tell_other(EndRef end, Reason reason);
  void on_end(EndRef end, Reason reason);
  void on_tell_closed(EndRef end, Reason reason);
  void forget(EndRef end);

  const std::uint64_t seed_;
  Timeline& timeline_;
  Conditions& conditions_;
  Counters& counters_;
  Trace& trace_;
  const NetworkOptions options_;
  std::vector<std::unique_ptr<Port>> ports_;
  std::vector<Link> links_;
  std::vector<std::uint32_t> free_;  // slots
  std::vector<HostIndex> touched_, taken_;
  std::vector<EndRef> unwritten_;
  std::uint64_t serials_ = 0;
  std::uint64_t ids_ = 0;
  std::uint64_t frames_delivered_ = 0;
  std::uint64_t bytes_delivered_ = 0;
  std::function<void(base::ByteView)> frame_listener_;
  std::size_t queue_bytes_seen_ = 0;
};

}  // namespace sim
