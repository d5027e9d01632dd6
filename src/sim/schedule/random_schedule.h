// Draws a schedule from a seed: which faults, how often, how long, who talks how much. Each seed leaves some
// kinds of faults out, for what happens all the time hides what happens rarely (swarm testing, Groce et al.
// 2012).
#pragma once

#include "sim/schedule/schedule.h"

namespace sim {

struct Ranges {
  HostIndex hosts_min = 3, hosts_max = 9;
  base::Duration length = std::chrono::minutes(10);
};

Schedule random_schedule(std::uint64_t seed, const Ranges& ranges = {});

// A group without any fault: all gather, then comes a calm, then one says so many lines a second for so long. For
// measuring.
Schedule idle_schedule(std::uint64_t seed, HostIndex hosts, base::Duration length, std::uint64_t lines_per_second = 1);

}  // namespace sim
