// TokenBucket: lets so much a second through, and a stated burst of it at once. Plain arithmetic: the caller
// brings the time, and waits.
#pragma once

#include <algorithm>
#include <cmath>

#include "base/time.h"

namespace os {

class TokenBucket {
 public:
  struct Rate {
    double per_second = 0;
    double burst = 0;
  };

  TokenBucket(const Rate& rate, base::Instant now) : rate_(rate), tokens_(rate.burst), at_(now) {}

  bool has(double tokens, base::Instant now) {
    refill(now);
    return tokens_ >= tokens;
  }
  // May leave the bucket in debt: what has come has come, and the next one waits the longer.
  void take(double tokens, base::Instant now) {
    refill(now);
    tokens_ -= tokens;
  }
  bool try_take(double tokens, base::Instant now) {
    if (!has(tokens, now)) return false;
    tokens_ -= tokens;
    return true;
  }
  bool full(base::Instant now) { return has(rate_.burst, now); }

  // Until it has so many.
  base::Duration until(double tokens, base::Instant now) {
    if (has(tokens, now)) return base::Duration::zero();
    const double seconds = (tokens - tokens_) / rate_.per_second;
    return base::Duration(static_cast<base::Duration::rep>(std::ceil(seconds * 1e6)));
  }

 private:
  void refill(base::Instant now) {
    if (now <= at_) return;
    const double seconds = std::chrono::duration<double>(now - at_).count();
    tokens_ = std::min(rate_.burst, tokens_ + seconds * rate_.per_second);
    at_ = now;
  }

  Rate rate_;
  double tokens_;
  base::Instant at_;
};

}  // namespace os
