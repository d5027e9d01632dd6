#include "sim/check/stored_lines.h"

#include <variant>

#include "wire/canonical.h"

namespace sim {

std::optional<LineIndex> StoredLines::find(const env::StoredEntry& stored) {
  const std::tuple name(stored.author, stored.epoch, stored.seq);
  if (const auto known = known_.find(name); known != known_.end()) return known->second;
  const auto read = wire::read_canonical(stored.body);
  const auto* entry = std::get_if<protocol::Entry>(&read);
  if (entry == nullptr || std::tuple(entry->stream.author, entry->stream.epoch, entry->seq) != name) {
    return std::nullopt;
  }
  const auto line = ledger_.find(base::to_hex(entry->id));
  if (line) known_.emplace(name, *line);
  return line;
}

}  // namespace sim
