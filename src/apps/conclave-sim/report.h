// What a run, or many, look like on paper.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "sim/simulation.h"

namespace conclave_sim {

// Sums over runs. Plain data, so that processes can send it to each other.
struct Totals {
  std::uint64_t runs = 0, failures = 0, calms = 0;
  std::uint64_t said = 0, shown = 0, acknowledged = 0, lost_with_all_holders = 0, leader_changes = 0;
  std::uint64_t ticks = 0, frames = 0;
  std::int64_t simulated_microseconds = 0, slowest_calm_microseconds = 0;
  std::array<std::uint64_t, sim::kActionKindCount> performed{};
  sim::Counters effects{};

  void add(const sim::Report& report);
  void add(const Totals& other);
};

std::string to_text(const Totals& totals, double wall_seconds);

// Which promises a run broke, its last moments, and how to see it again.
std::string failure_text(const sim::Report& report, const std::string& reproduce);

std::string schedule_text(const sim::Schedule& schedule);

}  // namespace conclave_sim
