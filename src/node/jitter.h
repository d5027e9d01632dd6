// Jitter: a duration by chance, so that peers do not all act at once.
#pragma once

#include <cstdint>

#include "base/time.h"
#include "env/random.h"

namespace node {

// At least nothing, and less than `limit`, which is more than nothing.
inline base::Duration jitter(env::Random& random, base::Duration limit) {
  return base::Duration(static_cast<base::Duration::rep>(random.next() % static_cast<std::uint64_t>(limit.count())));
}

}  // namespace node
