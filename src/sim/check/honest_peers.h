// Among honest peers no rule fails and no frame is refused: either would be a bug of ours.
#pragma once

#include "sim/check/checker.h"

namespace sim {

class HonestPeers : public Checker {
 public:
  HonestPeers(World& world, const Ledger& ledger, Verdict& verdict)
      : Checker("honest peers make no errors", world, ledger, verdict) {}

  void at_calm(bool last) override;
};

}  // namespace sim
