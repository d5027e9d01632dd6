// The randomness port: ids and jitter. The real one draws from the operating system.
#pragma once

#include <cstdint>

namespace env {

class Random {
 public:
  virtual ~Random() = default;
  virtual std::uint64_t next() = 0;
};

}  // namespace env
