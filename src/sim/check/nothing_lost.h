// Promise 1: what its author has seen acknowledged is never lost while one peer that holds it survives. And
// more: whatever anybody still holds gets everywhere, and nobody waits for an acknowledgement for ever.
#pragma once

#include "sim/check/checker.h"

namespace sim {

class NothingLost : public Checker {
 public:
  NothingLost(World& world, const Ledger& ledger, Verdict& verdict)
      : Checker("nothing acknowledged is lost while a holder survives", world, ledger, verdict) {}

  void at_calm(bool last) override;
};

}  // namespace sim
