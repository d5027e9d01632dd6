// Promise 4: every stored entry verifies: its bytes are canonical, its name is their hash, somebody really said it, and
// it follows its author's entry before.
#pragma once

#include "sim/check/checker.h"

namespace sim {

class StoredEntries : public Checker {
 public:
  StoredEntries(World& world, const Ledger& ledger, Verdict& verdict)
      : Checker("every stored entry verifies", world, ledger, verdict) {}

  void at_calm(bool last) override;

 private:
  void check(HostIndex host, const SimStore& store);
};

}  // namespace sim
