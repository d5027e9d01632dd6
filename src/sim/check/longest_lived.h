// Of those that are live the longest-lived leads, so that neither a newcomer nor one that comes back ever
// takes over a group that works. Ages, not clocks: a host whose clock is wrong is no older for that.
#pragma once

#include "sim/check/checker.h"

namespace sim {

class LongestLived : public Checker {
 public:
  LongestLived(World& world, const Ledger& ledger, Verdict& verdict)
      : Checker("the longest-lived leads", world, ledger, verdict) {}

  void at_calm(bool last) override;

 private:
  base::Instant born_at(HostIndex host) const;
};

}  // namespace sim
