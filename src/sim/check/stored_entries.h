// Promise 4: every stored entry verifies: its bytes are canonical, its name is their hash, somebody really said it, and
// it follows its author's entry before.
#pragma once

#include <set>

#include "sim/check/checker.h"
#include "sim/check/stored_lines.h"

namespace sim {

class StoredEntries : public Checker {
 public:
  StoredEntries(World& world, const Ledger& ledger, StoredLines& stored_lines, Verdict& verdict)
      : Checker("every stored entry verifies", world, ledger, verdict), stored_lines_(stored_lines) {}

  void at_calm(bool last) override;

 private:
  void check(HostIndex host, const SimStore& store);
  void check_signature(HostIndex host, const protocol::Entry& last);

  StoredLines& stored_lines_;
  std::set<base::EntryId> signed_;  // by a signature that was seen to hold
};

}  // namespace sim
