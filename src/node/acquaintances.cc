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
  next_at_ = now + kLookEvery;
  bool changed = false;
  for (const protocol::Here& here : chat_.presence.here) {
    const protocol::Member* member = chat_.membership.nodelist.find(here.id);
    if (member != nullptr && here.id != self_)
      changed |= meet(here.id, member->profile.reveal()->address.value);
  }
  if (!changed) return std::nullopt;
  next_at_ = now + kRememberEvery;
  return kept();
}

// Who is where it was keeps its place, so that nothing is written for nothing.
bool Acquaintances::meet(const base::PeerId& id, const std::string& address) {
  if (!is_word(address)) return false;
  const auto known =
      std::find_if(known_.begin(), known_.end(), [&](const Acquaintance& a) { return a.id == id; });
  if (known != known_.end() && known->address == address) return false;
  if (known != known_.end()) {
    known_.erase(known);
  } else if (!make_room()) {
    return false;
  }
  known_.insert(known_.begin(), {id, address});
  return true;
}

bool Acquaintances::make_room() {
  if (known_.size() < kCountMax) return true;
  const auto away = std::find_if(known_.rbegin(), known_.rend(), [this](const Acquaintance& a) {
    return chat_.presence.here.find(a.id) == nullptr;
  });
  if (away == known_.rend()) return false;
  known_.erase(std::next(away).base());
  return true;
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
