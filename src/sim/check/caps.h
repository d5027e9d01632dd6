// Promise 6: memory and queues stay under stated caps. Asked at every calm and whenever a peer dies.
#pragma once

#include "sim/check/checker.h"

namespace sim {

class Caps : public Checker {
 public:
  Caps(World& world, const Ledger& ledger, Verdict& verdict)
      : Checker("every table stays under its cap", world, ledger, verdict) {}

  void on_stopping(HostIndex host) override { check(host); }
  void at_calm(bool last) override;

 private:
  void check(HostIndex host);
};

}  // namespace sim
