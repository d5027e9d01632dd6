// Causal order: a line said after its author had seen another sorts behind it, on every peer.
#pragma once

#include "sim/check/checker.h"

namespace sim {

class CausalOrder : public Checker {
 public:
  CausalOrder(World& world, const Ledger& ledger, Verdict& verdict)
      : Checker("a reply sorts behind what its author had seen", world, ledger, verdict) {}

  void at_calm(bool last) override;

 private:
  void check_causes(const std::vector<std::uint32_t>& places);
};

}  // namespace sim
