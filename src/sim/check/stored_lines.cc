#include "sim/check/stored_lines.h"

#include <tuple>
#include <variant>

#include "wire/canonical.h"

namespace sim {

// What is no line yet may be one later.
const StoredLines::Reading& StoredLines::read(base::ByteView body) {
  const std::string_view bytes(reinterpret_cast<const char*>(body.data()), body.size());
  if (const auto known = known_.find(bytes); known != known_.end()) return known->second;
  auto read = wire::read_canonical(body);
  auto* entry = std::get_if<protocol::Entry>(&read);
  if (entry == nullptr) return unknown_ = {};
  Reading reading{.lines = ledger_.lines_of(*entry)};
  reading.entry = std::move(*entry);
  if (reading.lines.empty()) return unknown_ = std::move(reading);
  return known_.emplace(bytes, std::move(reading)).first->second;
}

std::vector<LineIndex> StoredLines::find(const env::StoredEntry& stored) {
  const Reading& reading = read(stored.body);
  if (!reading.entry || !is_named(stored, *reading.entry)) return {};
  return reading.lines;
}

bool is_named(const env::StoredEntry& stored, const protocol::Entry& entry) {
  return std::tie(entry.stream.author, entry.stream.epoch, entry.seq) ==
         std::tie(stored.author, stored.epoch, stored.seq);
}

}  // namespace sim
