#include "protocol/backoff.h"

#include <algorithm>

#include "protocol/limits.h"

namespace protocol {

base::Duration backoff(std::uint64_t failures, std::uint64_t chance) {
  constexpr std::uint64_t kDoublingsMax = 20;
  const base::Duration wait = std::min(kRedialFirst * (1 << std::min(failures, kDoublingsMax)), kRedialMax);
  const base::Duration half = wait / 2;
  const std::uint64_t jitter = chance % (static_cast<std::uint64_t>(half.count()) + 1);
  return half + base::Duration(static_cast<base::Duration::rep>(jitter));
}

}  // namespace protocol
