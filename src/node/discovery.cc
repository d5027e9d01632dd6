#include "node/discovery.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "node/jitter.h"
#include "wire/beacon.h"

namespace node {

namespace {

std::uint16_t port_of(const std::string& address) {
  const std::string digits = address.substr(address.rfind(':') + 1);
  std::uint16_t port = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), port);
  return port;
}

}  // namespace

Discovery::Discovery(env::Beacon& beacon, env::Random& random, const Home& home, Eyes eyes)
    : beacon_(beacon),
      random_(random),
      group_(home.group),
      port_(port_of(home.address)),
      eyes_(std::move(eyes)) {
  beacon_.open(home.address, *this);
}

void Discovery::datagram_came(base::ByteView datagram, const std::string& host) {
  if (heard_.size() >= kHeardMax) return;
  const auto beacon = wire::decode_beacon(datagram, group_);
  if (!beacon || seen_before(beacon->salt)) return;
  heard_.push_back(host + ":" + std::to_string(beacon->port));
}

bool Discovery::seen_before(std::uint64_t salt) {
  if (std::ranges::find(salts_, salt) != salts_.end()) return true;
  salts_.push_back(salt);
  if (salts_.size() > kSaltsMax) salts_.pop_front();
  return false;
}

Discovery::Changes Discovery::step(base::Instant now) {
  Changes changes;
  if (now < next_look_ && heard_.empty() && (!answer_at_ || now < *answer_at_)) return changes;
  look(now);
  for (const std::string& address : std::exchange(heard_, {})) hear(address, now, changes);
  forget_old(now, changes);
  if (now >= send_at_ || (answer_at_ && now >= *answer_at_)) send(now);
  return changes;
}

void Discovery::look(base::Instant now) {
  next_look_ = now + kLookEvery;
  const Company company = eyes_.company();
  if (company.here != company_.here || company.missing != company_.missing) company_changed_at_ = now;
  company_ = company;
  const bool seeks = seeking(now);
  if (seeks && !sought_) send_at_ = std::min(send_at_, now + jitter(random_, kLookEvery));
  sought_ = seeks;
}

bool Discovery::seeking(base::Instant now) const {
  if (company_.here == 0) return true;
  return company_.missing > 0 && now - company_changed_at_ < kSeekFor;
}

// One answer is enough for whoever calls: where a member that we know of is heard, we need not answer.
void Discovery::hear(const std::string& address, base::Instant now, Changes& changes) {
  if (eyes_.linked(address)) {
    answer_at_.reset();
    return;
  }
  if (!answer_at_) {
    const base::Instant soonest = sent_at_ ? std::max(now, *sent_at_ + kSendEvery) : now;
    answer_at_ = soonest + jitter(random_, kAnswerWithin);
  }
  Hint& hint = hint_of(address, now, changes);
  hint.heard_at = now;
  ++hint.calls;
  const bool worth_it = seeking(now) || company_.missing > 0 || hint.calls >= kCallsUntilDialed;
  if (hint.dialed || !worth_it || !may_dial(now)) return;
  hint.dialed = true;
  changes.to_dial.push_back(address);
}

Discovery::Hint& Discovery::hint_of(const std::string& address, base::Instant now, Changes& changes) {
  const auto known = std::ranges::find(hints_, address, &Hint::address);
  if (known != hints_.end()) return *known;
  if (hints_.size() >= kHintsMax) {
    const auto oldest = std::ranges::min_element(hints_, {}, &Hint::heard_at);
    if (oldest->dialed) changes.no_longer.push_back(oldest->address);
    hints_.erase(oldest);
  }
  return hints_.emplace_back(Hint{.address = address, .heard_at = now});
}

bool Discovery::may_dial(base::Instant now) {
  if (dials_.size() >= kDialsMax) {
    if (now - dials_.front() < kDialsWithin) return false;
    dials_.pop_front();
  }
  dials_.push_back(now);
  return true;
}

void Discovery::forget_old(base::Instant now, Changes& changes) {
  std::erase_if(hints_, [&](const Hint& hint) {
    if (now - hint.heard_at < kHintFor) return false;
    if (hint.dialed) changes.no_longer.push_back(hint.address);
    return true;
  });
}

void Discovery::send(base::Instant now) {
  const wire::Beacon beacon{random_.next(), port_};
  seen_before(beacon.salt);  // we hear ourselves
  beacon_.send(wire::encode(beacon, group_));
  sent_at_ = now;
  answer_at_.reset();
  const base::Duration every = seeking(now) ? kSeekEvery : kShowEvery;
  send_at_ = now + every * 3 / 4 + jitter(random_, every / 2);
}

}  // namespace node
