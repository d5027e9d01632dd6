// The clock port: the only way a peer learns the time. Owned by the program's main(); never blocks.
#pragma once

#include "base/time.h"

namespace env {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual base::Instant now() const = 0;    // monotonic, stands still while the machine is suspended
  virtual base::WallTime wall() const = 0;  // may step either way
};

}  // namespace env
