#include "sim/check/caps.h"

#include <array>

#include "protocol/chat.h"

namespace sim {

namespace {

// Tables that may grow large by design; every other holds a few rows a member or link.
struct Cap {
  std::string_view table;
  std::size_t rows_max;
};
constexpr std::array kCaps{
    Cap{"log", protocol::kLogEntriesMax + protocol::kWaitingEntriesMax},
    Cap{"waiting", protocol::kWaitingEntriesMax},
    Cap{"held", protocol::kStreamsMax},
    Cap{"tip", protocol::kStreamsMax},
    Cap{"gaps", protocol::kStreamsMax},
};
// A row a member that ever was, a link or dial, or a line under way to each: beyond it something leaks.
constexpr std::size_t kOthersMax = protocol::kMembersMax + protocol::kDialsMax + 64 * protocol::kWindow;

[[maybe_unused]] std::size_t cap_of(std::string_view table) {
  for (const Cap& cap : kCaps) {
    if (table == cap.table) return cap.rows_max;
  }
  return kOthersMax;
}

template <class Program>
std::string over_cap(const Program& program) {
  if constexpr (requires { program.collections(); }) {
    for (const auto* collection : program.collections()) {
      if (!collection->persists()) continue;
      std::size_t rows = 0;
      for (bloom::Position at = 0; at < collection->end(); ++at) rows += collection->live(at) ? 1 : 0;
      if (rows > cap_of(collection->name()))
        return collection->name() + " holds " + std::to_string(rows) + " rows";
    }
  }
  return "";
}

}  // namespace

void Caps::check(HostIndex host) {
  const std::string over = over_cap(world_.peer(host).program());
  if (!over.empty()) fail(name_of(host) + ": " + over);
  if (world_.network().queue_bytes_seen() > NetworkOptions().queue_bytes_max)
    fail("a link's queue is over its cap");
}

void Caps::at_calm(bool) {
  for (HostIndex host = 0; host < world_.hosts(); ++host) {
    if (!world_.running(host)) continue;
    check(host);
    const std::size_t in_memory = world_.peer(host).chat().log.entries.size();
    if (in_memory > world_.portions(host).in_memory) {
      fail(name_of(host) + " has " + std::to_string(in_memory) + " entries in memory, at rest");
    }
  }
}

}  // namespace sim
