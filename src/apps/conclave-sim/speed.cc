#include "apps/conclave-sim/speed.h"

#include <chrono>
#include <cstdio>

#include "sim/schedule/random_schedule.h"
#include "sim/simulation.h"

namespace conclave_sim {

namespace {

using SteadyClock = std::chrono::steady_clock;

// Long enough to measure, short enough to wait for.
base::Duration length_for(sim::HostIndex hosts) {
  return std::chrono::seconds(hosts <= 10 ? 1200 : hosts <= 100 ? 120 : 40);
}

bool measure(sim::HostIndex hosts) {
  const sim::Schedule schedule = sim::idle_schedule(1, hosts, length_for(hosts));
  const auto begin = SteadyClock::now();
  const sim::Report report =
      sim::simulate(schedule, {.trace_moments = 100, .trace_shown = 20, .on_trace_line = {}});
  const double wall = std::chrono::duration<double>(SteadyClock::now() - begin).count();
  const double simulated = static_cast<double>(report.simulated.count()) / 1e6;
  const auto per_second = [&](std::uint64_t count) { return static_cast<double>(count) / simulated / hosts; };
  std::printf(
      "%5u peers: %7.0f x real time (%.0f s in %.2f s), %.2f us a tick; per peer and second %.1f ticks, %.1f "
      "frames, %.0f bytes\n",
      hosts, simulated / wall, simulated, wall, wall * 1e6 / static_cast<double>(report.ticks),
      per_second(report.ticks), per_second(report.frames), per_second(report.bytes));
  std::fflush(stdout);
  for (const sim::Violation& violation : report.violations)
    std::printf("BROKEN: %s\n", violation.text.c_str());
  return report.holds();
}

}  // namespace

int run(const Speed& options) {
  bool holds = true;
  for (const sim::HostIndex hosts : options.sizes) holds = measure(hosts) && holds;
  return holds ? 0 : 1;
}

}  // namespace conclave_sim
