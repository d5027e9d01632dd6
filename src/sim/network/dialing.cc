// How links come to be: what the kernels at both sides do between a dial and the first frame.
#include <charconv>

#include "sim/core/random_streams.h"
#include "sim/network/port.h"

namespace sim {

namespace {

constexpr base::Duration kSynAgain = std::chrono::seconds(1);
constexpr std::uint64_t kEndBits = 24;
constexpr std::size_t kLinksMax = (std::size_t{1} << kEndBits) / 2;

// "p3:1" -> 3
HostIndex host_at(const std::string& address, HostIndex hosts) {
  HostIndex host = kNoHost;
  if (!address.starts_with("p")) return kNoHost;
  const char* end = address.data() + address.size();
  const auto [rest, error] = std::from_chars(address.data() + 1, end, host);
  const bool whole = error == std::errc() && std::string_view(rest, end) == ":1";
  return whole && host < hosts ? host : kNoHost;
}

}  // namespace

EndRef SimNetwork::new_link(HostIndex dialer, HostIndex listener) {
  std::uint32_t slot = 0;
  if (free_.empty()) {
    slot = static_cast<std::uint32_t>(links_.size());
    CHECK(slot < kLinksMax, "the world has fewer links than their names can tell apart");
    links_.emplace_back();
  } else {
    slot = free_.back();
    free_.pop_back();
  }
  Link& link = links_[slot];
  link = {};
  link.serial = ++serials_;
  link.ends[0].host = dialer;
  link.ends[1].host = listener;
  // By who and when, not by how many links there were before: a fault elsewhere leaves these draws alone.
  const std::uint64_t salt = static_cast<std::uint64_t>(timeline_.now.time_since_epoch().count()) << 16;
  link.ends[0].out.random = random_stream(seed_, Purpose::kPipe, dialer, salt ^ listener);
  link.ends[1].out.random = random_stream(seed_, Purpose::kPipe, listener, salt ^ ~std::uint64_t{dialer});
  return slot * 2;
}

// Ids grow with time, as those of a real process do, and say where their end is.
env::LinkId SimNetwork::new_id(EndRef end) { return ++ids_ << kEndBits | end; }

env::LinkId SimNetwork::dial(HostIndex from, const std::string& address) {
  const HostIndex to = host_at(address, conditions_.hosts());
  const EndRef end = new_link(from, to);
  End& dialer = at(end);
  dialer.state = End::State::kDialing;
  dialer.id = new_id(end);
  dialer.key = ports_[from]->key();
  ports_[from]->add(end);
  if (to == kNoHost) {
    finish(end, Reason::kNoSuchAddress);
    return dialer.id;
  }
  plan(timeline_.now + options_.dial_timeout, EventKind::kDialTimeout, end);
  plan(timeline_.now + kSynAgain, EventKind::kSyn, end);
  on_syn(end);
  return dialer.id;
}

// Repeated by the kernel after a second; the dial times out before it would do so a third time.
void SimNetwork::on_syn(EndRef end) {
  const HostIndex from = at(end).host, to = at(other_end(end)).host;
  if (at(end).state != End::State::kDialing) return;
  base::SeededRandom& random = at(end).out.random;
  if (!open_way(from, to) || !open_way(to, from) || happens(random, conditions_.loss)) return;
  plan(timeline_.now + conditions_.delay.draw(random), EventKind::kSynArrives, end);
}

void SimNetwork::on_syn_arrives(EndRef end) {
  const HostIndex from = at(end).host, to = at(other_end(end)).host;
  End& listener = at(other_end(end));
  if (at(end).state != End::State::kDialing || listener.state != End::State::kNone) return;
  if (!open_way(from, to) || !open_way(to, from)) return;
  base::SeededRandom& random = listener.out.random;
  const base::Instant back = timeline_.now + conditions_.delay.draw(random);
  if (!ports_[to]->listens()) return plan(back, EventKind::kRefusal, end);
  const base::Instant there = back + conditions_.delay.draw(random);
  listener.key = ports_[to]->key();
  plan(back, EventKind::kOpened, end);
  plan(there, EventKind::kAccepted, end);
  at(end).out.last_arrival = there;
}

void SimNetwork::on_opened(EndRef end) {
  End& dialer = at(end);
  if (dialer.state != End::State::kDialing) return;
  dialer.state = End::State::kOpen;
  const HostIndex to = at(other_end(end)).host;
  trace_.note(timeline_.now, Trace::Kind::kLink, dialer.host, to, "opened");
  ports_[dialer.host]->tell_opened(dialer.id, true, remote_of(end, address_of(to)));
  pump(end);
}

void SimNetwork::on_accepted(EndRef end) {
  End& listener = at(other_end(end));
  if (listener.state != End::State::kNone || at(end).state > End::State::kFlushing) return;
  Port& port = *ports_[listener.host];
  // Whoever began to answer may have ended since, and another process have taken its place.
  if (!port.listens() || port.key() != listener.key) {
    listener.state = End::State::kGone;
    return tell_other(other_end(end), Reason::kReset);
  }
  listener.state = End::State::kOpen;
  listener.id = new_id(other_end(end));
  port.add(other_end(end));
  const std::string address = name_of(at(end).host) + ":" + std::to_string(50000 + end % 10000);
  port.tell_opened(listener.id, false, remote_of(other_end(end), address));
}

// The keys need no proof here: nobody in this world has another's. The binding is made of what both ends
// know.
env::Remote SimNetwork::remote_of(EndRef end, std::string address) {
  const Link& link = link_of(end);
  env::Remote remote{.address = std::move(address), .key = at(other_end(end)).key};
  for (std::size_t i = 0; i < remote.binding.bytes.size(); ++i) {
    const std::uint8_t of_keys =
        link.ends[0].key.bytes[i] ^ static_cast<std::uint8_t>(link.ends[1].key.bytes[i] * 3);
    remote.binding.bytes[i] = of_keys ^ static_cast<std::uint8_t>(link.serial >> (8 * (i % 8)));
  }
  return remote;
}

void SimNetwork::admit(HostIndex host, env::LinkId id) {
  const EndRef end = find(host, id);
  if (end != 2 * links_.size()) at(end).admitted = true;
}

void SimNetwork::on_dial_timeout(EndRef end) {
  if (at(end).state != End::State::kDialing) return;
  counters_.add(Effect::kDialUnanswered);
  finish(end, Reason::kNoAnswer);
}

}  // namespace sim
