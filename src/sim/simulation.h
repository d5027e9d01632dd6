// Simulation: one run of one schedule, and what came of it. Storm, then calm: everything is mended, the group
// gets a bounded time to come to rest, stays quiet for a while, and the promises are checked. Then perhaps
// another storm.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sim/check/judge.h"
#include "sim/core/counters.h"
#include "sim/schedule/schedule.h"

namespace sim {

// What had happened by some moment.
struct Course {
  base::Duration simulated{};
  std::uint64_t ticks = 0, frames = 0, bytes = 0;
};

struct Report {
  std::vector<Violation> violations;
  std::uint64_t violation_count = 0;
  std::uint64_t trace_hash = 0;
  base::Duration simulated{};
  base::Duration slowest_calm{};  // from the mending to agreement
  std::uint64_t calms = 0;
  Course at_first_calm;  // when its quiet was over
  std::uint64_t said = 0, shown = 0, acknowledged = 0, lost_with_all_holders = 0, leader_changes = 0;
  std::uint64_t ticks = 0, frames = 0, bytes = 0;
  std::array<std::uint64_t, kActionKindCount> performed{};
  Counters effects;
  std::vector<std::string> last_moments;  // where a promise was broken

  bool holds() const { return violation_count == 0; }
};

struct RunOptions {
  std::size_t trace_moments = 4000;  // kept
  std::size_t trace_shown = 60;      // of them, in a report of a failure
  std::function<void(const std::string&)> on_trace_line{};
};

Report simulate(const Schedule& schedule, const RunOptions& options = {});

}  // namespace sim
