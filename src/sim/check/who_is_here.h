// Within bounded time of quiet every peer lists those that run as here, nobody else, each by the nick it goes
// by; and no two go by the same.
#pragma once

#include "sim/check/checker.h"

namespace sim {

class WhoIsHere : public Checker {
 public:
  WhoIsHere(World& world, const Ledger& ledger, Verdict& verdict)
      : Checker("everybody knows who is here", world, ledger, verdict) {}

  void at_calm(bool last) override;
};

}  // namespace sim
