#include "sim/check/one_log.h"

#include <algorithm>
#include <set>

namespace sim {

std::vector<LineIndex> transcript_of(World& world, const Ledger& ledger, StoredLines& stored_lines, HostIndex host) {
  std::set<std::string> rooms;
  for (LineIndex line = 0; line < ledger.size(); ++line) rooms.insert(ledger.line(line).room);
  std::vector<LineIndex> lines;
  for (const std::string& room : rooms) {
    const auto found = [&](base::ByteView body, std::optional<std::size_t>) {
      const auto& read = stored_lines.read(body).lines;
      lines.insert(lines.end(), read.begin(), read.end());
      if (read.empty()) lines.push_back(ledger.size());
    };
    if (SimStore* store = world.store(host)) {
      (void)store->search({.room = room, .query = {}, .count_max = ledger.size() + 1}, found);
      continue;
    }
    for (const node::Message& message : world.peer(host).history(room)) {
      lines.push_back(ledger.find(message.id).value_or(ledger.size()));
    }
  }
  return lines;
}

// What was shown is known of every peer at any time; what is kept is read at the end, for that takes long.
void OneLog::at_calm(bool last) {
  HostIndex first = kNoHost;
  std::vector<LineIndex> kept;
  for (HostIndex host = 0; host < ledger_.hosts(); ++host) {
    if (!world_.running(host)) continue;
    if (first == kNoHost) {
      first = host;
      if (last) kept = transcript_of(world_, ledger_, stored_lines_, host);
      continue;
    }
    compare(first, host);
    if (last && transcript_of(world_, ledger_, stored_lines_, host) != kept) {
      fail(name_of(host) + " and " + name_of(first) + " keep different histories");
    }
  }
}

void OneLog::compare(HostIndex host, HostIndex other) {
  const Ledger::HostPage& a = ledger_.host(host);
  const Ledger::HostPage& b = ledger_.host(other);
  if (a.held_count == b.held_count && a.held_hash == b.held_hash) return;
  for (LineIndex line = 0; line < ledger_.size(); ++line) {
    if (a.held.contains(line) == b.held.contains(line)) continue;
    return fail((a.held.contains(line) ? name_of(other) : name_of(host)) + " has not shown " +
                ledger_.describe(line) + ", " + (a.held.contains(line) ? name_of(host) : name_of(other)) +
                " has");
  }
}

}  // namespace sim
