// One run with its report; where it fails, what broke, the shrunk schedule, and how to see it again.
#pragma once

#include <string>

#include "apps/conclave-sim/command_line.h"
#include "sim/schedule/random_schedule.h"

namespace conclave_sim {

// Exit status: 0 all holds, 1 a promise was broken, 2 a file is wrong.
int run(const OneSeed& options);
int run(const OneScenario& options);

sim::Ranges ranges_of(const Common& common);
// The command that shows this run again.
std::string reproduction(std::uint64_t seed, const Common& common);

}  // namespace conclave_sim
