// Action: one thing that happens at a stated time: a fault, a life, or talk. Plain data, so that a schedule
// can be drawn, written down, replayed and shrunk. What an action needs and what its number means is in
// kActionKinds.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "sim/core/host_index.h"

namespace sim {

enum class ActionKind : std::uint8_t {
  kStart,
  kKill,
  kPowerOff,
  kLeave,
  kPause,
  kSuspend,
  kClockStep,
  kSay,
  kNick,
  kWipeStore,
  kRestoreStore,
  kDiskError,
  kPartition,
  kIsolate,
  kCut,
  kPart,
  kRingCut,
  kClog,
  kLoss,
  kVanish,
  kDuplicate,
  kReorder,
  kSlowWires,
  kHeavyTail,
  kBandwidth,
  kSlowReader,
  kDiskFull,
  kCalm,
  kApart,
  kCount,
};

inline constexpr std::size_t kActionKindCount = static_cast<std::size_t>(ActionKind::kCount);

// What an action of a kind takes beside its time.
struct ActionForm {
  std::string_view name;
  bool host = false, other = false, hosts = false, lasts = false;
  std::string_view amount = "";  // what the number is; empty: none
  bool fault = true;
};

inline constexpr std::array<ActionForm, kActionKindCount> kActionForms{{
    {.name = "start", .host = true, .hosts = true, .fault = false},  // hosts: whom to look for
    {.name = "kill", .host = true},
    {.name = "power-off", .host = true},
    {.name = "leave", .host = true, .fault = false},
    {.name = "pause", .host = true, .lasts = true},    // the process; clocks run on
    {.name = "suspend", .host = true, .lasts = true},  // the machine; its monotonic clock stands still
    {.name = "clock-step", .host = true, .amount = "seconds"},
    {.name = "say", .host = true, .lasts = true, .amount = "lines", .fault = false},  // spread over the time
    {.name = "nick", .host = true, .amount = "number", .fault = false},
    {.name = "wipe-store", .host = true},                         // of a host that does not run
    {.name = "restore-store", .host = true, .amount = "permille"},  // likewise: so much of what was ever written
    {.name = "disk-error", .host = true, .amount = "writes"},       // the one after so many fails
    {.name = "partition", .hosts = true, .lasts = true},  // hosts: one side
    {.name = "isolate", .host = true, .lasts = true},
    {.name = "cut", .host = true, .other = true, .lasts = true},   // one way
    {.name = "part", .host = true, .other = true, .lasts = true},  // both ways
    {.name = "ring-cut", .lasts = true},                           // each host from the next
    {.name = "clog", .host = true, .other = true, .lasts = true},  // one way; what is held comes after
    {.name = "loss", .lasts = true, .amount = "permille"},
    {.name = "vanish", .lasts = true, .amount = "permille"},
    {.name = "duplicate", .lasts = true, .amount = "permille"},
    {.name = "reorder", .lasts = true, .amount = "permille"},
    {.name = "slow-wires", .lasts = true, .amount = "milliseconds"},
    {.name = "heavy-tail", .lasts = true, .amount = "milliseconds"},
    {.name = "bandwidth", .lasts = true, .amount = "bytes_per_second"},
    {.name = "slow-reader", .host = true, .lasts = true, .amount = "bytes_per_second"},
    {.name = "disk-full", .host = true, .lasts = true},
    {.name = "calm", .fault = false},  // everything is mended, the dead restarted, the promises checked
    {.name = "apart", .hosts = true, .fault = false},  // mended but for a partition: each side must come to one leader
}};

inline constexpr const ActionForm& form_of(ActionKind kind) {
  return kActionForms[static_cast<std::size_t>(kind)];
}
std::optional<ActionKind> action_kind_from(std::string_view name);

struct Action {
  base::Duration at{};  // since the world began
  ActionKind kind{};
  HostIndex host = 0, other = 0;
  std::vector<HostIndex> hosts{};
  base::Duration lasts{};
  std::int64_t amount = 0;
  std::int64_t bytes = 0;  // of a line said

  friend bool operator==(const Action&, const Action&) = default;
};

// "12.300 s  partition p0 p2 for 4.5 s"
std::string to_text(const Action& action);

}  // namespace sim
