// Promise 3: within bounded time of a heal all logs are identical, in content and order.
#pragma once

#include "sim/check/checker.h"
#include "sim/check/stored_lines.h"

namespace sim {

class OneLog : public Checker {
 public:
  OneLog(World& world, const Ledger& ledger, StoredLines& stored_lines, Verdict& verdict)
      : Checker("all logs are identical", world, ledger, verdict), stored_lines_(stored_lines) {}

  void at_calm(bool last) override;

 private:
  void compare(HostIndex host, HostIndex other);

  StoredLines& stored_lines_;
};

// The lines of `host` in the order it keeps them, room by room: in its store, or else in memory.
std::vector<LineIndex> transcript_of(World& world, const Ledger& ledger, StoredLines& stored_lines, HostIndex host);

}  // namespace sim
