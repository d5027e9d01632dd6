// Promise 1, at the moment it is made: what an author sees acknowledged is held by another then, on its disk
// if it has one. And nothing is told to others that its author's own disk does not have yet.
#pragma once

#include <vector>

#include "sim/check/checker.h"

namespace sim {

class SafeFirst : public Checker {
 public:
  SafeFirst(World& world, const Ledger& ledger, Verdict& verdict)
      : Checker("nothing is told or acknowledged before it is safe", world, ledger, verdict),
        alone_at_(world.hosts(), base::Instant::min()) {}

  void on_said(HostIndex host, LineIndex line) override;
  void on_message(HostIndex host, const node::Message& message, std::optional<LineIndex> line) override;
  void on_acknowledged(HostIndex host, LineIndex line) override;
  void on_leader(HostIndex host, const node::LeaderChanged& leader) override;

 private:
  struct Holder {
    HostIndex host = kNoHost;
    std::uint32_t life = 0;  // in which it showed the line
  };

  void note_whether_alone(HostIndex host);
  bool is_safe_with(HostIndex host, LineIndex line) const;
  bool still_lives(HostIndex host, std::uint32_t life) const;

  std::vector<std::vector<Holder>> holders_;  // of each line, its author not among them
  std::vector<base::Instant> alone_at_;       // when each host last knew of nobody else
};

}  // namespace sim
