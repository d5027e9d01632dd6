// Causal order: a line said after its author had seen another sorts behind it, on every peer.
#pragma once

#include "sim/check/checker.h"
#include "sim/check/stored_lines.h"

namespace sim {

class CausalOrder : public Checker {
 public:
  CausalOrder(World& world, const Ledger& ledger, StoredLines& stored_lines, Verdict& verdict)
      : Checker("a reply sorts behind what its author had seen", world, ledger, verdict), stored_lines_(stored_lines) {}

  void at_calm(bool last) override;

 private:
  void check_causes(const std::vector<std::uint32_t>& places);

  StoredLines& stored_lines_;
};

}  // namespace sim
