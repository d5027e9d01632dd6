// Promises 2, 4 and 7: a line is shown once by each peer, restarts with a store that kept its word included, and only
// as it was said.
#pragma once

#include "sim/check/checker.h"

namespace sim {

class ExactlyOnce : public Checker {
 public:
  ExactlyOnce(World& world, const Ledger& ledger, Verdict& verdict)
      : Checker("every line is shown once, as it was said", world, ledger, verdict) {}

  void on_message(HostIndex host, const node::Message& message, std::optional<LineIndex> line) override;
};

}  // namespace sim
