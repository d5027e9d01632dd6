#include "node/testing/virtual_network.h"

#include "base/check.h"
#include "wire/hash.h"
#include "wire/key_pair.h"

namespace node::testing {

namespace {

// As both ends of a link derive it: from the two keys, and from what no other link has.
base::LinkBinding binding_of(const base::PublicKey& dialer, const base::PublicKey& listener,
                             env::LinkId link) {
  base::Bytes bytes(dialer.bytes.begin(), dialer.bytes.end());
  bytes.insert(bytes.end(), listener.bytes.begin(), listener.bytes.end());
  for (int shift = 0; shift < 64; shift += 8) bytes.push_back(static_cast<std::uint8_t>(link >> shift));
  base::LinkBinding binding;
  std::size_t at = 0;
  for (const std::uint64_t word : wire::hash_of(bytes).words) {
    for (int shift = 0; shift < 64; shift += 8)
      binding.bytes[at++] = static_cast<std::uint8_t>(word >> shift);
  }
  return binding;
}

}  // namespace

class VirtualNetwork::Port : public env::Network {
 public:
  Port(VirtualNetwork& network, HostId host) : network_(network), host_(host) {}

  void attach(Listener& listener) override { listener_ = &listener; }
  void identify(const base::KeySeed& seed) override { key_ = wire::KeyPair(seed).public_key(); }
  base::Result<std::string> listen(const std::string&) override { return address_of(host_); }
  env::LinkId dial(const std::string& address) override {
    const env::LinkId link = ++network_.next_link_;
    network_.dial(host_, link, address);
    return link;
  }
  void send(env::LinkId link, env::Lane, base::SharedBytes frame) override {
    network_.send(host_, link, std::move(frame));
  }
  void admit(env::LinkId link) override { admitted_.insert(link); }
  void close(env::LinkId link, std::string_view reason) override { network_.close(host_, link, reason); }
  Listener* listener() { return listener_; }
  const base::PublicKey& key() const { return key_; }

  void take(env::LinkId link, base::ByteView frame) {
    if (frame.size() > env::kStrangerFrameBytesMax && !admitted_.contains(link)) {
      return network_.close(host_, link, "sent a frame that is too long");
    }
    listener_->frame_received(link, frame);
  }

 private:
  VirtualNetwork& network_;
  HostId host_;
  Listener* listener_ = nullptr;
  base::PublicKey key_;
  std::set<env::LinkId> admitted_;
};

VirtualNetwork::VirtualNetwork() = default;
VirtualNetwork::~VirtualNetwork() = default;

env::Network& VirtualNetwork::add_host(HostId host) {
  dead_.erase(host);
  auto& port = ports_[host];
  port = std::make_unique<Port>(*this, host);
  return *port;
}

void VirtualNetwork::partition(const std::set<HostId>& one_side) { cut_off_ = one_side; }

void VirtualNetwork::kill(HostId host) {
  dead_.insert(host);
  std::set<std::shared_ptr<Link>> broken;
  for (const auto& [end, link] : links_) {
    if (link->open && (link->dialer == host || link->listener == host)) broken.insert(link);
  }
  for (const auto& link : broken)
    close(host, link->dialer == host ? link->dialer_end : link->listener_end, "killed");
  std::erase_if(events_, [host](const auto& event) { return event.second.to == host; });
}

// Events for one host keep their order: time only grows, and ties go by number.
void VirtualNetwork::post(HostId to, base::Instant at, std::function<void(Port&)> happen) {
  events_.emplace(std::pair(at, ++next_event_), Event{to, std::move(happen)});
}

void VirtualNetwork::dial(HostId from, env::LinkId end, const std::string& address) {
  HostId to = -1;
  for (const auto& [host, port] : ports_) {
    if (address_of(host) == address && !dead_.contains(host)) to = host;
  }
  if (to == -1) {
    return post(from, now_ + delay_, [end](Port& port) { port.listener()->link_closed(end, "refused"); });
  }
  if (separated(from, to)) return;  // no answer: the dialer gives up by itself
  auto link = std::make_shared<Link>(Link{from, to, end, ++next_link_});
  links_[link->dialer_end] = links_[link->listener_end] = link;
  const base::PublicKey dialer = ports_.at(from)->key(), listener = ports_.at(to)->key();
  const base::LinkBinding binding = binding_of(dialer, listener, end);
  post(to, now_ + delay_, [link, from, dialer, binding](Port& port) {
    const std::string caller = "10.0.0." + std::to_string(from) + ":999";
    port.listener()->link_opened(link->listener_end, false, {caller, dialer, binding});
  });
  post(from, now_ + delay_ * 2, [link, address, listener, binding](Port& port) {
    port.listener()->link_opened(link->dialer_end, true, {address, listener, binding});
  });
}

void VirtualNetwork::send(HostId from, env::LinkId end, base::SharedBytes frame) {
  const auto found = links_.find(end);
  if (found == links_.end() || !found->second->open) return;
  const Link& link = *found->second;
  const bool from_dialer = end == link.dialer_end;
  const HostId to = from_dialer ? link.listener : link.dialer;
  const env::LinkId to_end = from_dialer ? link.listener_end : link.dialer_end;
  if (to == kStranger) sent_to_strangers_[to_end].push_back(*frame);
  if (to == kStranger || separated(from, to) || (lose_ && lose_(from, to, *frame))) return;
  post(to, now_ + delay_, [this, to_end, frame](Port& port) {
    ++frames_delivered_;
    port.take(to_end, *frame);
  });
}

void VirtualNetwork::close(HostId from, env::LinkId end, std::string_view reason) {
  const auto found = links_.find(end);
  if (found == links_.end() || !found->second->open) return;
  Link& link = *found->second;
  link.open = false;
  const bool by_dialer = end == link.dialer_end;
  const HostId to = by_dialer ? link.listener : link.dialer;
  const env::LinkId to_end = by_dialer ? link.listener_end : link.dialer_end;
  const std::string why(reason);
  if (!dead_.contains(from)) {
    post(from, now_ + delay_, [end, why](Port& port) { port.listener()->link_closed(end, why); });
  }
  if (to == kStranger) {
    dropped_strangers_.insert(to_end);
  } else if (!separated(from, to)) {
    post(to, now_ + delay_,
         [to_end](Port& port) { port.listener()->link_closed(to_end, "closed by the other side"); });
  }
}

env::LinkId VirtualNetwork::connect_stranger(HostId host, const base::PublicKey& key) {
  auto link = std::make_shared<Link>(Link{kStranger, host, ++next_link_, 0});
  link->listener_end = ++next_link_;
  links_[link->dialer_end] = links_[link->listener_end] = link;
  const base::LinkBinding binding = binding_of(key, ports_.at(host)->key(), link->dialer_end);
  stranger_bindings_[link->dialer_end] = binding;
  post(host, now_ + delay_, [link, key, binding](Port& port) {
    port.listener()->link_opened(link->listener_end, false, {"10.9.9.9:9", key, binding});
  });
  return link->dialer_end;
}

void VirtualNetwork::send_as_stranger(env::LinkId end, base::Bytes frame) {
  const auto link = links_.at(end);
  post(link->listener, now_ + delay_,
       [link, bytes = std::move(frame)](Port& port) { port.take(link->listener_end, bytes); });
}

base::Instant VirtualNetwork::next_due() const {
  for (const auto& [at, event] : events_) {
    if (!paused_.contains(event.to)) return at.first;
  }
  return base::Instant::max();
}

std::set<HostId> VirtualNetwork::deliver(base::Instant now) {
  now_ = now;
  std::set<HostId> touched;
  for (auto at = events_.begin(); at != events_.end() && at->first.first <= now;) {
    if (paused_.contains(at->second.to)) {
      ++at;
      continue;
    }
    const Event event = std::move(at->second);
    at = events_.erase(at);
    if (dead_.contains(event.to)) continue;
    event.happen(*ports_.at(event.to));
    touched.insert(event.to);
  }
  return touched;
}

}  // namespace node::testing
