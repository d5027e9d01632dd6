// StoredLines: what stored bytes say, and which lines of the ledger those are. The same bytes are on many hosts, and read
// once.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "env/store.h"
#include "protocol/messages.h"
#include "sim/check/ledger.h"

namespace sim {

class StoredLines {
 public:
  explicit StoredLines(const Ledger& ledger) : ledger_(ledger) {}

  struct Reading {
    std::optional<protocol::Entry> entry{};  // nothing where the bytes are none
    std::vector<LineIndex> lines{};          // none where nobody said one of them
  };
  // Valid until the next call.
  const Reading& read(base::ByteView body);
  // None where it is no line, or not what its name says.
  std::vector<LineIndex> find(const env::StoredEntry& stored);

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };

  const Ledger& ledger_;
  std::unordered_map<std::string, Reading, Hash, std::equal_to<>> known_;  // looked up, never walked through
  Reading unknown_;
};

// Whether the store gave the entry its own name.
bool is_named(const env::StoredEntry& stored, const protocol::Entry& entry);

}  // namespace sim
