#include "node/testing/virtual_group.h"

#include <algorithm>
#include <set>

namespace node::testing {

namespace {

wire::KeyPair founder_of(const std::string& group) {
  base::KeySeed seed;
  std::copy_n(group.begin(), std::min(group.size(), seed.bytes.size()), seed.bytes.begin());
  return wire::KeyPair(seed);
}

constexpr base::WallTime kFoundedAt{std::chrono::seconds{1}};

}  // namespace

const wire::Founded& VirtualGroup::founded(const std::string& group) {
  return groups_.try_emplace(group, wire::found(founder_of(group), kFoundedAt, "founder")).first->second;
}

std::vector<protocol::Statement> VirtualGroup::letting_in(const base::PublicKey& key, const std::string& group) {
  const wire::Founded& home = founded(group);
  return {home.founding, wire::admission(founder_of(group), home.group, key, kFoundedAt + base::Duration(1), "member")};
}

Peer& VirtualGroup::start(HostId host) { return start(host, {}); }

Peer& VirtualGroup::start(HostId host, Start start) {
  if (running(host)) kill(host);
  if (start.peers.empty() && host != 0) start.peers = {0};
  if (start.nick.empty()) start.nick = "p" + std::to_string(host);
  Host& h = hosts_[host];
  std::vector<Shown> shown_before = start.store == nullptr ? std::vector<Shown>() : std::move(h.shown);
  h = {};
  h.shown = std::move(shown_before);
  h.clock = std::make_unique<VirtualClock>();
  h.clock->advance_to(now_);
  h.clock->set_offset(start.clock_offset);
  h.random = std::make_unique<VirtualRandom>(seed_ * 1000 + ++starts_);
  Options options{.group = start.group, .nick = start.nick, .invite = start.invite, .portions = start.portions};
  if (start.born && !start.invite) {
    base::KeySeed seed;
    for (std::uint8_t& octet : seed.bytes) octet = static_cast<std::uint8_t>(h.random->next());
    options.birth = {seed, founded(start.group).group, letting_in(wire::KeyPair(seed).public_key(), start.group)};
  }
  for (const HostId peer : start.peers) options.peers.push_back(VirtualNetwork::address_of(peer));
  h.peer = std::make_unique<Peer>(options,
                                  Ports{.clock = *h.clock,
                                        .network = network_.add_host(host),
                                        .random = *h.random,
                                        .beacon = start.beacon,
                                        .store = start.store,
                                        .log = [this, host](std::string_view line) {
                                          logs_.push_back(std::to_string(host) + ": " + std::string(line));
                                        }});
  h.peer->on_event([this, host](const Event& event) {
    Host& here = hosts_.at(host);
    here.events.push_back(event);
    watcher_(host, event);
    if (const auto* message = std::get_if<Message>(&event)) {
      here.shown.push_back({message->id, message->nick, message->text, message->late, now_});
    }
  });
  CHECK(h.peer->start().ok(), "a virtual peer starts");
  step(host);
  return *h.peer;
}

void VirtualGroup::start_all(int count) {
  for (HostId host = 0; host < count; ++host) {
    start(host);
    run_for(std::chrono::milliseconds(20));
  }
  CHECK(run_until([&] {
          return agree_on(0) && std::all_of(hosts_.begin(), hosts_.end(), [&](auto& host) {
                   return host.second.peer->members().size() == static_cast<std::size_t>(count);
                 });
        }),
        "a virtual group comes together");
}

void VirtualGroup::kill(HostId host) {
  errors_of_the_dead_ += peer(host).rule_errors();
  network_.kill(host);
  hosts_.at(host).peer.reset();
}

void VirtualGroup::pause(HostId host) {
  hosts_.at(host).paused = true;
  network_.pause(host);
}

void VirtualGroup::resume(HostId host) {
  hosts_.at(host).paused = false;
  network_.resume(host);
}

std::string VirtualGroup::say(HostId host, const std::string& text, const std::string& room) {
  auto said = peer(host).say(room, text);
  CHECK(said.ok(), "a virtual peer may speak");
  step(host);
  return said.value();
}

void VirtualGroup::step(HostId host) {
  Host& h = hosts_.at(host);
  if (h.peer == nullptr || h.paused) return;
  h.clock->advance_to(now_);
  h.peer->step();
}

base::Instant VirtualGroup::next_moment() const {
  base::Instant next = network_.next_due();
  for (const auto& [id, host] : hosts_) {
    if (host.peer == nullptr || host.paused) continue;
    if (const auto deadline = host.peer->next_deadline()) next = std::min(next, *deadline);
  }
  return std::max(next, now_);
}

void VirtualGroup::run_for(base::Duration duration) {
  const base::Instant end = now_ + duration;
  for (base::Instant next = next_moment(); next <= end; next = next_moment()) {
    now_ = next;
    std::set<HostId> to_step = network_.deliver(now_);
    for (const auto& [id, host] : hosts_) {
      if (host.peer == nullptr || host.paused) continue;
      const auto deadline = host.peer->next_deadline();
      if (deadline && *deadline <= now_) to_step.insert(id);
    }
    for (const HostId host : to_step) step(host);
  }
  now_ = end;
  network_.deliver(now_);
}

bool VirtualGroup::run_until(const std::function<bool()>& done, base::Duration limit) {
  const base::Instant end = now_ + limit;
  while (!done()) {
    if (now_ >= end) return false;
    run_for(std::chrono::milliseconds(1));
  }
  return true;
}

HostId VirtualGroup::leader_of(HostId host) {
  for (const MemberInfo& member : peer(host).members()) {
    if (!member.leads) continue;
    for (const auto& [id, other] : hosts_) {
      if (other.peer != nullptr && base::to_hex(other.peer->id()) == member.node) return id;
    }
  }
  return -1;
}

bool VirtualGroup::agree_on(HostId leader) {
  return std::all_of(hosts_.begin(), hosts_.end(), [&](const auto& host) {
    return host.second.peer == nullptr || leader_of(host.first) == leader;
  });
}

std::vector<std::string> VirtualGroup::transcript(HostId host) {
  std::vector<std::string> texts;
  for (const Message& message : peer(host).history("lobby"))
    texts.push_back(message.nick + ": " + message.text);
  return texts;
}

bool VirtualGroup::identical() {
  const std::vector<Message>* first = nullptr;
  std::vector<Message> kept;
  for (const auto& [id, host] : hosts_) {
    if (host.peer == nullptr) continue;
    const std::vector<Message> history = host.peer->history("lobby");
    std::multiset<std::string> held, seen;
    for (const Message& message : history) held.insert(message.id);
    for (const Shown& message : host.shown) seen.insert(message.id);
    if (held != seen || std::adjacent_find(held.begin(), held.end()) != held.end()) return false;
    if (first == nullptr) {
      kept = history;
      first = &kept;
    }
    const auto same = [](const Message& a, const Message& b) { return a.id == b.id && a.text == b.text; };
    if (!std::equal(history.begin(), history.end(), kept.begin(), kept.end(), same)) return false;
  }
  return true;
}

std::uint64_t VirtualGroup::rule_errors() const {
  std::uint64_t errors = errors_of_the_dead_;
  for (const auto& [id, host] : hosts_) {
    if (host.peer != nullptr) errors += host.peer->rule_errors();
  }
  return errors;
}

}  // namespace node::testing
