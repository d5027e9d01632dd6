#include "sim/network/sim_network.h"

#include <utility>

#include "sim/network/port.h"

namespace sim {

std::string_view text_of(Reason reason) {
  switch (reason) {
    case Reason::kByUs:
      return "closed";
    case Reason::kClosed:
      return "closed by the other side";
    case Reason::kReset:
      return "reset by the other side";
    case Reason::kRefused:
      return "connection refused: nobody listens there";
    case Reason::kNoAnswer:
      return "no answer within 3.0 s";
    case Reason::kSilence:
      return env::kUnresponsive;
    case Reason::kSlowReader:
      return "slow reader";
    case Reason::kFrameTooLong:
      return "sent a frame that is too long";
    case Reason::kNoSuchAddress:
      return "the name could not be looked up: check its spelling and this machine's connection";
  }
  return "";
}

SimNetwork::SimNetwork(std::uint64_t seed, Timeline& timeline, Conditions& conditions, Counters& counters,
                       Trace& trace, NetworkOptions options)
    : seed_(seed),
      timeline_(timeline),
      conditions_(conditions),
      counters_(counters),
      trace_(trace),
      options_(options) {
  for (HostIndex host = 0; host < conditions.hosts(); ++host) {
    ports_.push_back(std::make_unique<Port>(*this, host));
  }
}

SimNetwork::~SimNetwork() = default;

env::Network& SimNetwork::port(HostIndex host) { return *ports_.at(host); }

void SimNetwork::plan(base::Instant when, EventKind kind, EndRef end, std::uint8_t detail) {
  timeline_.at(when, kind, end, link_of(end).serial, detail);
}

// The end that `host` knows as `id`, where it may still use it; otherwise the number of ends there are.
EndRef SimNetwork::find(HostIndex host, env::LinkId id) {
  const auto end = static_cast<EndRef>(id & 0xffffff);
  const auto none = static_cast<EndRef>(2 * links_.size());
  return end < none && at(end).id == id && at(end).host == host ? end : none;
}

// Whether a packet gets through now.
bool SimNetwork::open_way(HostIndex from, HostIndex to) const {
  return !conditions_.is_cut(from, to) && !conditions_.is_off(from) && !conditions_.is_off(to);
}

void SimNetwork::handle(const Event& event) {
  if (event.kind == EventKind::kRead) return ports_[event.subject]->read_some();
  if (!current(event)) return;
  const EndRef end = event.subject;
  switch (event.kind) {
    case EventKind::kSyn:
      return on_syn(end);
    case EventKind::kSynArrives:
      return on_syn_arrives(end);
    case EventKind::kRefusal:
      counters_.add(Effect::kDialRefused);
      return finish(end, Reason::kRefused);
    case EventKind::kOpened:
      return on_opened(end);
    case EventKind::kAccepted:
      return on_accepted(end);
    case EventKind::kDialTimeout:
      return on_dial_timeout(end);
    case EventKind::kDeliver:
      return on_deliver(end, event.detail);
    case EventKind::kPump:
      at(end).out.pump_due = false;
      return pump(end);
    case EventKind::kUnacknowledged:
      return on_unacknowledged(end, event.detail);
    case EventKind::kEnd:
      return on_end(end, static_cast<Reason>(event.detail));
    case EventKind::kTellClosed:
      return on_tell_closed(end, static_cast<Reason>(event.detail));
    default:
      CHECK(false, "the network is handed its own events");
  }
}

const std::vector<HostIndex>& SimNetwork::take_touched() {
  taken_.clear();
  taken_.swap(touched_);
  for (const HostIndex host : taken_) ports_[host]->touched_ = false;
  return taken_;
}

void SimNetwork::leave(HostIndex host) { ports_[host]->process_ended(); }
void SimNetwork::hold(HostIndex host) { ports_[host]->hold(); }
void SimNetwork::release(HostIndex host) { ports_[host]->release(); }
void SimNetwork::set_reading(HostIndex host, std::uint64_t bytes_per_second) {
  ports_[host]->set_reading(bytes_per_second);
}

void SimNetwork::conditions_changed() {
  for (EndRef end = 0; end < 2 * links_.size(); ++end) {
    if (link_of(end).serial != 0) unstall(end);
  }
}

}  // namespace sim
