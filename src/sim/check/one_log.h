// Promise 3: within bounded time of a heal all logs are identical, in content and order.
#pragma once

#include "sim/check/checker.h"

namespace sim {

class OneLog : public Checker {
 public:
  OneLog(World& world, const Ledger& ledger, Verdict& verdict)
      : Checker("all logs are identical", world, ledger, verdict) {}

  void at_calm(bool last) override;

 private:
  void compare(HostIndex host, HostIndex other);
};

// The lines of `host` in the order it keeps them, room by room: in its store, or else in memory.
std::vector<LineIndex> transcript_of(World& world, const Ledger& ledger, HostIndex host);

}  // namespace sim
