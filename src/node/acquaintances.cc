#include "node/acquaintances.h"

#include <algorithm>
#include <sstream>
#include <utility>

namespace node {

namespace {

// One a line, after its id, so it must be one word.
bool is_word(const std::string& address) {
  return !address.empty() &&
         std::all_of(address.begin(), address.end(), [](char c) { return c > ' ' && c <= '~'; });
}

}  // namespace

Acquaintances::Acquaintances(const protocol::Chat& chat, base::PeerId self, base::ByteView kept)
    : chat_(chat), self_(self) {
  std::istringstream lines(std::string(kept.begin(), kept.end()));
  for (std::string id, address; known_.size() < kCountMax && lines >> id >> address;) {
    const auto parsed = base::peer_id_from_hex(id);
    if (!parsed || *parsed == self) continue;
    known_.push_back({*parsed, address});
    to_dial_.push_back(address);
  }
}

std::vector<std::string> Acquaintances::done_dialing(base::Instant now) {
  if (!met_at_ && !chat_.liveness.met.empty()) met_at_ = now;
  if (!met_at_ || now < *met_at_ + kDialFor) return {};
  return std::exchange(to_dial_, {});
}

std::optional<base::Bytes> Acquaintances::remember(base::Instant now) {
  if (now < next_at_) return std::nullopt;
  if (now < next_look_ && chat_.presence.here.size() == here_at_last_look_) return std::nullopt;
  next_look_ = now + kLookEvery;
  here_at_last_look_ = chat_.presence.here.size();
  bool changed = follow_those_who_moved();
  bool room = has_room();
  for (auto here = chat_.presence.here.begin(); room && here != chat_.presence.here.end(); ++here) {
    if (here->id == self_ || !meet(here->id, address_of(here->id))) continue;
    changed = true;
    room = has_room();
  }
  if (!changed) return std::nullopt;
  next_at_ = now + kRememberEvery;
  return kept();
}

std::string Acquaintances::address_of(const base::PeerId& id) const {
  const protocol::Member* member = chat_.membership.nodelist.find(id);
  return member == nullptr ? "" : member->profile.reveal()->address.value;
}

bool Acquaintances::is_here(const Acquaintance& acquaintance) const {
  return chat_.presence.here.find(acquaintance.id) != nullptr;
}

bool Acquaintances::follow_those_who_moved() {
  bool changed = false;
  for (Acquaintance& known : known_) {
    const std::string address = is_here(known) ? address_of(known.id) : known.address;
    if (address == known.address || !is_word(address)) continue;
    known.address = address;
    changed = true;
  }
  return changed;
}

bool Acquaintances::meet(const base::PeerId& id, const std::string& address) {
  const auto is_it = [&](const Acquaintance& a) { return a.id == id; };
  if (!is_word(address) || std::any_of(known_.begin(), known_.end(), is_it)) return false;
  if (known_.size() >= kCountMax) known_.erase(std::next(last_away()).base());
  known_.insert(known_.begin(), {id, address});
  return true;
}

// Asked before many are met: in a large group all those known are here, and nobody else need be looked at.
bool Acquaintances::has_room() const { return known_.size() < kCountMax || last_away() != known_.rend(); }

Acquaintances::Known::const_reverse_iterator Acquaintances::last_away() const {
  return std::find_if(known_.rbegin(), known_.rend(), [this](const Acquaintance& a) { return !is_here(a); });
}

base::Bytes Acquaintances::kept() const {
  base::Bytes bytes;
  for (const Acquaintance& known : known_) {
    const std::string line = base::to_hex(known.id) + " " + known.address + "\n";
    bytes.insert(bytes.end(), line.begin(), line.end());
  }
  return bytes;
}

}  // namespace node
