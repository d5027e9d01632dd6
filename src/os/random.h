// Randomness from the kernel behind env::Random. Fit for secrets; never repeats after a fork.
#pragma once

#include "env/random.h"

namespace os {

class SystemRandom final : public env::Random {
 public:
  std::uint64_t next() override;
};

}  // namespace os
