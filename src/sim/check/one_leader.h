// Promise 5: within bounded time of quiet there is one leader, whom all follow and who knows it; and while it
// stays quiet nobody changes it.
#pragma once

#include "sim/check/checker.h"

namespace sim {

class OneLeader : public Checker {
 public:
  OneLeader(World& world, const Ledger& ledger, Verdict& verdict)
      : Checker("one leader, who stays while it is quiet", world, ledger, verdict) {}

  void on_leader(HostIndex host, const node::LeaderChanged& leader) override;
  void at_rest() override { quiet_ = true; }
  void at_calm(bool last) override;

 private:
  bool quiet_ = false;
};

// The id of the leader that all running peers follow; empty where they do not agree.
std::string common_leader(const World& world);

}  // namespace sim
