// How long to wait before the next attempt: doubled with every failure up to a limit, and spread, so that
// peers that failed together do not try again together.
#pragma once

#include <cstdint>

#include "base/time.h"

namespace protocol {

// Between half of min(kRedialFirst * 2^failures, kRedialMax) and all of it, as `chance` falls.
base::Duration backoff(std::uint64_t failures, std::uint64_t chance);

}  // namespace protocol
