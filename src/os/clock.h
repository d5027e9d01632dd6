// The machine's clocks behind env::Clock. Stateless; any number may exist.
#pragma once

#include "env/clock.h"

namespace os {

class SystemClock final : public env::Clock {
 public:
  base::Instant now() const override;  // CLOCK_MONOTONIC
  base::WallTime wall() const override;
};

}  // namespace os
