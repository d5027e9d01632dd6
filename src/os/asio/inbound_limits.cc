#include "os/asio/inbound_limits.h"

#include <algorithm>

#include "base/check.h"

namespace os {

namespace {

namespace ip = boost::asio::ip;

constexpr std::size_t kIpv6NetworkBytes = 8;

}  // namespace

ip::address source_of(const ip::address& remote) {
  if (remote.is_v4()) return remote;
  const ip::address_v6 v6 = remote.to_v6();
  if (v6.is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, v6);
  ip::address_v6::bytes_type bytes = v6.to_bytes();
  std::fill(bytes.begin() + kIpv6NetworkBytes, bytes.end(), std::uint8_t{0});
  return ip::address_v6(bytes);
}

InboundLimits::Refusal InboundLimits::check(const ip::address& remote) const {
  if (links_ >= options_.links_max) return Refusal::kFull;
  if (silent_ >= options_.silent_max) return Refusal::kSilentFull;
  const auto found = silent_by_source_.find(source_of(remote));
  const bool crowded = found != silent_by_source_.end() && found->second >= options_.silent_per_address_max;
  return crowded ? Refusal::kSilentPerAddress : Refusal::kNone;
}

InboundLimits::Slot InboundLimits::admit(const ip::address& remote) {
  CHECK(check(remote) == Refusal::kNone, "a refused link is never admitted");
  const ip::address source = source_of(remote);
  ++links_;
  ++silent_;
  ++silent_by_source_[source];
  return Slot(*this, source);
}

void InboundLimits::leave_silence(const ip::address& source) {
  --silent_;
  const auto found = silent_by_source_.find(source);
  if (--found->second == 0) silent_by_source_.erase(found);
}

InboundLimits::Slot::~Slot() {
  if (limits_ == nullptr) return;
  heard_frame();
  --limits_->links_;
}

void InboundLimits::Slot::heard_frame() {
  if (limits_ == nullptr || !silent_) return;
  silent_ = false;
  limits_->leave_silence(source_);
}

void InboundLimits::Slot::swap(Slot& other) noexcept {
  std::swap(limits_, other.limits_);
  std::swap(source_, other.source_);
  std::swap(silent_, other.silent_);
}

}  // namespace os
