#include "sim/world.h"

#include <algorithm>
#include <utility>

#include "protocol/limits.h"
#include "sim/core/event_text.h"

namespace sim {

namespace {

constexpr std::size_t kSignaturesRemembered = std::size_t{1} << 14;
constexpr base::WallTime kFoundedAt{std::chrono::seconds{1}};
constexpr std::uint64_t kStepsAtOnceMax = 1'000'000;  // at one moment: beyond it the world does not move on

base::KeySeed key_seed(std::uint64_t seed, std::uint64_t host, std::uint64_t life) {
  base::SeededRandom random = random_stream(seed, Purpose::kKey, host, life);
  base::KeySeed key;
  for (std::size_t i = 0; i < key.bytes.size(); ++i) key.bytes[i] = static_cast<std::uint8_t>(random.next());
  return key;
}

}  // namespace

World::World(std::uint64_t seed, HostIndex hosts, std::size_t trace_moments)
    : seed_(seed),
      conditions_(hosts),
      trace_(trace_moments),
      network_(seed, timeline_, conditions_, counters_, trace_),
      founder_(key_seed(seed, hosts, 0)),
      founded_(wire::found(founder_, kFoundedAt, "founder")),
      prover_(founded_.group, kSignaturesRemembered) {
  for (HostIndex host = 0; host < hosts; ++host) {
    const auto booted = random_stream(seed, Purpose::kClock, host).below(3600);
    hosts_.push_back(std::make_unique<Host>(timeline_.now, std::chrono::seconds(booted)));
    hosts_.back()->store = std::make_unique<SimStore>(random_stream(seed, Purpose::kStore, host), counters_);
  }
}

World::~World() = default;

void World::observe(Observer& observer) {
  observer_ = &observer;
  network_.on_frame([&observer](base::ByteView frame) { observer.on_frame(frame); });
}

bool World::start(HostIndex index, const std::string& nick, const std::vector<HostIndex>& seeds) {
  if (running(index)) stop(index, Death::kKilled);
  Host& host = *hosts_[index];
  conditions_.set_off(index, false);
  network_.conditions_changed();
  host.random = std::make_unique<SimRandom>(random_stream(seed_, Purpose::kPeer, index, ++host.lives));
  node::Options options{.group = "home",
                        .nick = nick,
                        .listen = SimNetwork::address_of(index),
                        .peers = {},
                        .portions = portions(index),
                        .birth = birth(index, nick)};
  for (const HostIndex seed : seeds) {
    if (seed != index) options.peers.push_back(SimNetwork::address_of(seed));
  }
  host.peer = std::make_unique<node::Peer>(
      std::move(options), node::Ports{.clock = host.clock,
                                      .network = network_.port(index),
                                      .random = *host.random,
                                      .registry = nullptr,
                                      .store = store(index),
                                      .log = [this, index](std::string_view line) { log(index, line); },
                                      .prover = &prover_});
  host.peer->on_event([this, index](const node::Event& event) {
    trace_.note(now(), Trace::Kind::kEvent, index, kNoHost, event_text(event));
    if (observer_ != nullptr) observer_->on_event(index, event);
  });
  host.store->forget_failures();
  if (const auto started = host.peer->start(); !started) {
    trace_.note(now(), Trace::Kind::kNote, index, kNoHost, "cannot start: " + started.error().message);
    network_.kill(index, false);
    host.peer.reset();
    return false;
  }
  names_.emplace_back(host.peer->id(), index);
  host.up_since = now();
  if (observer_ != nullptr) observer_->on_started(index);
  host.wake_at = base::Instant::max();
  step(index);
  return true;
}

// Somebody who begins anew on a host, its store wiped, is somebody else, and has been let in as well. An old copy of the
// store brings back who it was before.
node::Options::Birth World::birth(HostIndex index, const std::string& nick) {
  Host& host = *hosts_[index];
  if (store(index) == nullptr) ++host.births;
  if (host.admissions.empty()) host.admissions.push_back(founded_.founding);
  const base::KeySeed seed = key_seed(seed_, index, host.births);
  while (host.admissions.size() <= host.births + 1) {
    const base::KeySeed next = key_seed(seed_, index, host.admissions.size() - 1);
    host.admissions.push_back(wire::admission(founder_, founded_.group, wire::KeyPair(next).public_key(),
                                              kFoundedAt + base::Duration(1), nick));
  }
  return {seed, founded_.group, host.admissions};
}

void World::stop(HostIndex index, Death death) {
  if (!running(index)) return;
  Host& host = *hosts_[index];
  if (host.paused && death == Death::kLeft) wake(index);
  if (observer_ != nullptr) observer_->on_stopping(index, death);
  if (death == Death::kLeft) {
    host.peer->leave();
    host.peer->step();
    network_.write_all();
    network_.leave(index);
  } else {
    network_.kill(index, death == Death::kPowerLost);
  }
  bury(index);
  if (death == Death::kPowerLost) {
    host.store->lose_power();
    conditions_.set_off(index, true);
    network_.conditions_changed();
  }
  if (observer_ != nullptr) observer_->on_stopped(index, death);
}

protocol::Portions World::portions(HostIndex host) const {
  protocol::Portions portions = portions_;
  if (hosts_[host]->ephemeral) portions.in_memory = protocol::kLogEntriesMax;
  return portions;
}

bool World::wipe_store(HostIndex index) {
  if (running(index) || store(index) == nullptr) return false;
  store(index)->wipe();
  ++hosts_[index]->births;
  if (observer_ != nullptr) observer_->on_store_changed(index);
  return true;
}

bool World::restore_store(HostIndex index, std::uint32_t permille) {
  if (running(index) || store(index) == nullptr) return false;
  store(index)->restore(permille);
  if (observer_ != nullptr) observer_->on_store_changed(index);
  return true;
}

void World::bury(HostIndex index) {
  Host& host = *hosts_[index];
  ticks_of_the_dead_ += host.peer->program().number();
  errors_of_the_dead_ += host.peer->rule_errors();
  for (const auto& [reason, count] : host.peer->refused_frames()) refused_of_the_dead_ += count;
  host.peer.reset();
  host.paused = host.suspended = false;
  host.wake_at = base::Instant::max();
  conditions_.set_off(index, false);
}

void World::pause(HostIndex index, base::Duration for_long, bool suspended) {
  Host& host = *hosts_[index];
  if (!awake(index)) return;
  host.paused = true;
  host.suspended = suspended;
  host.paused_at = now();
  network_.hold(index);
  if (suspended) {
    conditions_.set_off(index, true);
    network_.conditions_changed();
  }
  timeline_.at(now() + for_long, EventKind::kResume, index, ++host.pauses);
}

void World::wake(HostIndex index) {
  Host& host = *hosts_[index];
  if (!host.paused) return;
  host.paused = false;
  trace_.note(now(), Trace::Kind::kNote, index, kNoHost, "runs again");
  if (!host.suspended && now() - host.paused_at > protocol::kDozeMax) host.up_since = now();
  if (std::exchange(host.suspended, false)) {
    host.clock.slept(now() - host.paused_at);
    conditions_.set_off(index, false);
    network_.conditions_changed();
  }
  host.wake_at = base::Instant::max();
  network_.release(index);
  step(index);
}

std::size_t World::say(HostIndex index, const std::vector<Saying>& lines) {
  if (!awake(index)) return 0;
  std::size_t count = 0;
  for (const auto& [room, text] : lines) count += take(index, room, text) ? 1 : 0;
  if (count != 0) step(index);
  return count;
}

bool World::say(HostIndex index, const std::string& room, const std::string& text) {
  if (!awake(index) || !take(index, room, text)) return false;
  step(index);
  return true;
}

bool World::take(HostIndex index, const std::string& room, const std::string& text) {
  const auto said = peer(index).say(room, text);
  if (!said) return false;
  trace_.note(now(), Trace::Kind::kNote, index, kNoHost, "says \"" + text.substr(0, 40) + "\"");
  if (observer_ != nullptr) observer_->on_said(index, said.value(), room, text);
  return true;
}

void World::rename(HostIndex index, const std::string& nick) {
  if (!awake(index)) return;
  if (peer(index).set_nick(nick)) step(index);
}

void World::step_wall_clock(HostIndex index, base::Duration by) {
  hosts_[index]->clock.step_wall(by);
  counters_.add(Effect::kWallClockStepped);
}

void World::run_until(base::Instant end) {
  EventQueue& queue = timeline_.queue;
  for (std::uint64_t at_once = 0; !queue.empty() && queue.top().at <= end; ++at_once) {
    if (queue.top().at != timeline_.now) at_once = 0;
    CHECK(at_once < kStepsAtOnceMax, "time moves on: no peer wants to be stepped for ever at one moment");
    timeline_.now = queue.top().at;
    do handle(queue.pop());
    while (!queue.empty() && queue.top().at == timeline_.now);
    for (const HostIndex host : network_.take_touched()) step(host);
  }
  timeline_.now = end;
}

void World::handle(const Event& event) {
  switch (event.kind) {
    case EventKind::kWake: {
      Host& host = *hosts_[event.subject];
      if (host.wake_at != event.at) return;  // another one stands for its deadline
      host.wake_at = base::Instant::max();
      const auto deadline = awake(event.subject) ? host.peer->next_deadline() : std::nullopt;
      if (deadline && host.clock.in_world(*deadline) <= now()) return step(event.subject);
      return plan_wake(event.subject);
    }
    case EventKind::kResume:
      if (hosts_[event.subject]->pauses == event.tag) wake(event.subject);
      return;
    case EventKind::kAction:
    case EventKind::kLift:
    case EventKind::kSay:
    case EventKind::kRestart:
      return due_listener_->on_due(event);
    default:
      return network_.handle(event);
  }
}

void World::step(HostIndex host) {
  if (!awake(host)) return;
  hosts_[host]->peer->step();
  network_.write_all();
  plan_wake(host);
}

// An event that comes too early finds out and plans the next; one that comes too late is replaced.
void World::plan_wake(HostIndex index) {
  if (!awake(index)) return;
  Host& host = *hosts_[index];
  const auto deadline = host.peer->next_deadline();
  if (!deadline) return;
  const base::Instant at = std::max(now(), host.clock.in_world(*deadline));
  if (at >= host.wake_at) return;
  host.wake_at = at;
  timeline_.at(at, EventKind::kWake, index, 0);
}

void World::log(HostIndex host, std::string_view line) {
  trace_.note(now(), Trace::Kind::kLog, host, kNoHost, line);
  if (!first_complaint_.empty()) return;
  if (line.starts_with("rule error") || line.starts_with("frame refused")) {
    first_complaint_ = in_seconds(now()) + "  " + name_of(host) + "  " + std::string(line);
  }
}

Trace::Naming World::naming() const {
  return [this](const base::PeerId& id) -> std::optional<HostIndex> {
    for (auto name = names_.rbegin(); name != names_.rend(); ++name) {
      if (name->first == id) return name->second;
    }
    return std::nullopt;
  };
}

std::uint64_t World::ticks() const {
  std::uint64_t sum = ticks_of_the_dead_;
  for (const auto& host : hosts_) sum += host->peer ? host->peer->program().number() : 0;
  return sum;
}

std::uint64_t World::rule_errors() const {
  std::uint64_t sum = errors_of_the_dead_;
  for (const auto& host : hosts_) sum += host->peer ? host->peer->rule_errors() : 0;
  return sum;
}

std::uint64_t World::refused_frames() const {
  std::uint64_t sum = refused_of_the_dead_;
  for (const auto& host : hosts_) {
    if (host->peer == nullptr) continue;
    for (const auto& [reason, count] : host->peer->refused_frames()) sum += count;
  }
  return sum;
}

}  // namespace sim
