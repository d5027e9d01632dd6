// Promise 1, at the moment it is made: what an author sees acknowledged is held by another then, on its disk
// if it has one. And nothing is told to others that its author's own disk does not have yet.
#pragma once

#include <vector>

#include "sim/check/checker.h"

namespace sim {

class SafeFirst : public Checker {
 public:
  SafeFirst(World& world, const Ledger& ledger, Verdict& verdict)
      : Checker("nothing is told or acknowledged before it is safe", world, ledger, verdict) {}

  void on_message(HostIndex host, const node::Message& message, std::optional<LineIndex> line) override;
  void on_acknowledged(HostIndex host, LineIndex line, bool alone) override;

 private:
  struct Holder {
    HostIndex host = kNoHost;
    std::uint32_t life = 0;  // in which it showed the line
  };

  bool is_safe_with(HostIndex host, LineIndex line) const;
  bool still_lives(HostIndex host, std::uint32_t life) const;

  std::vector<std::vector<Holder>> holders_;  // of each line, its author not among them
};

}  // namespace sim
