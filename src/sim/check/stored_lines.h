// StoredLines: which line of the ledger a stored entry is. Read from its canonical bytes once, then remembered.
#pragma once

#include <map>
#include <optional>
#include <tuple>

#include "env/store.h"
#include "sim/check/ledger.h"

namespace sim {

class StoredLines {
 public:
  explicit StoredLines(const Ledger& ledger) : ledger_(ledger) {}

  // Nothing where it is none, or not what its bytes say.
  std::optional<LineIndex> find(const env::StoredEntry& entry);

 private:
  const Ledger& ledger_;
  std::map<std::tuple<base::PeerId, std::uint64_t, std::uint64_t>, LineIndex> known_;
};

}  // namespace sim
