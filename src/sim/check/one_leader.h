// Promise 5: within bounded time of quiet there is one leader, whom all follow and who knows it; and while it
// stays quiet nobody changes it. In a partition, one on each side.
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
  void at_apart(const std::vector<HostIndex>& side) override;

 private:
  void look_at(const std::vector<HostIndex>& hosts);

  bool quiet_ = false;
};

// The id of the leader that all running peers of `hosts` follow, and that is one of them; empty where they do not
// agree.
std::string common_leader(const World& world, const std::vector<HostIndex>& hosts);

bool has_one_leader(const World& world, const std::vector<HostIndex>& hosts);  // or nobody is there

std::vector<HostIndex> all(const World& world);
// All but those.
std::vector<HostIndex> others(const World& world, const std::vector<HostIndex>& hosts);

}  // namespace sim
