// A line that is looking for its leader comes to rest: passed on a few times, never around and around. Copies do no harm
// to the log, so that only a count of frames tells.
#pragma once

#include <vector>

#include "sim/check/checker.h"

namespace sim {

class NoCircle : public Checker {
 public:
  NoCircle(World& world, const Ledger& ledger, Verdict& verdict)
      : Checker("a line is not passed around for ever", world, ledger, verdict) {}

  void on_frame(base::ByteView frame) override;

 private:
  struct Passing {
    base::Instant since{};
    std::uint32_t times = 0;
  };

  std::vector<Passing> passings_;  // of each line, within a second
};

}  // namespace sim
