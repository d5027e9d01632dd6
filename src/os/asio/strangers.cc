#include "os/asio/strangers.h"

#include <algorithm>
#include <utility>

#include "os/asio/inbound_limits.h"

namespace os {

namespace {

constexpr std::chrono::milliseconds kLookEvery{10};  // while somebody waits

}  // namespace

Strangers::Strangers(EventLoop& loop, NetworkStats& stats, const Options& options)
    : loop_(loop),
      stats_(stats),
      options_(options),
      look_(loop.context()),
      pace_(options.pace, loop.now()),
      all_(options.handshakes, loop.now()),
      of_known_(options.handshakes_of_known, loop.now()),
      complaints_(options.complaints, loop.now()) {}

void Strangers::await_turn(const boost::asio::ip::address& source, std::weak_ptr<const void> link,
                           Begin begin) {
  const base::Instant now = loop_.now();
  if (has_turn(source, now)) {
    if (begin()) pay(source, now);
    return;
  }
  ++stats_.handshakes_delayed;
  waiting_.push_back({source, std::move(link), std::move(begin)});
  look_soon();
}

void Strangers::know(const boost::asio::ip::address& source) {
  known_[source] = ++meetings_;
  if (known_.size() <= options_.known_max) return;
  known_.erase(std::ranges::min_element(known_, {}, [](const auto& met) { return met.second; }));
}

bool Strangers::may_complain() { return complaints_.try_take(1, loop_.now()); }

bool Strangers::has_turn(const boost::asio::ip::address& source, base::Instant now) {
  if (!pace_.has(1, now)) return false;
  if (known_.contains(source)) return of_known_.has(1, now);
  TokenBucket* own = bucket_of(source, now);
  return all_.has(1, now) && (own == nullptr || own->has(1, now));
}

void Strangers::pay(const boost::asio::ip::address& source, base::Instant now) {
  pace_.take(1, now);
  if (known_.contains(source)) return of_known_.take(1, now);
  all_.take(1, now);
  if (TokenBucket* own = bucket_of(source, now)) own->take(1, now);
}

// Null where too many sources came of late to tell them apart.
TokenBucket* Strangers::bucket_of(const boost::asio::ip::address& source, base::Instant now) {
  const auto found = of_source_.find(source);
  if (found != of_source_.end()) return &found->second;
  if (of_source_.size() >= options_.sources_max) {
    for (auto next = of_source_.begin(); next != of_source_.end();) {
      next = next->second.full(now) ? of_source_.erase(next) : std::next(next);
    }
  }
  if (of_source_.size() >= options_.sources_max) return nullptr;
  return &of_source_.emplace(source, TokenBucket(options_.handshakes_of_source, now)).first->second;
}

void Strangers::look_soon() {
  if (looking_) return;
  looking_ = true;
  look_.expires_after(kLookEvery);
  look_.async_wait([this](const boost::system::error_code& cancelled) {
    if (cancelled) return;
    looking_ = false;
    std::erase_if(waiting_, [](const Waiting& waiting) { return waiting.link.expired(); });
    const base::Instant now = loop_.now();
    serve(true, now);
    serve(false, now);
    if (!waiting_.empty()) look_soon();
  });
}

// Those whose turn it is, in order of arrival.
void Strangers::serve(bool known, base::Instant now) {
  std::deque<Waiting> left;
  for (Waiting& next : std::exchange(waiting_, {})) {
    if (known_.contains(next.source) != known || !has_turn(next.source, now)) {
      left.push_back(std::move(next));
    } else if (next.begin()) {
      pay(next.source, now);
    }
  }
  waiting_.insert(waiting_.begin(), std::make_move_iterator(left.begin()),
                  std::make_move_iterator(left.end()));
}

}  // namespace os
