#include "apps/conclave-sim/speed.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "sim/schedule/random_schedule.h"
#include "sim/simulation.h"

namespace conclave_sim {

namespace {

using SteadyClock = std::chrono::steady_clock;

// Of the rest that follows the gathering: long enough to measure, short enough to wait for.
base::Duration length_for(sim::HostIndex hosts) {
  return std::chrono::seconds(hosts <= 10 ? 1200 : hosts <= 100 ? 120 : 40);
}

double seconds(base::Duration duration) { return static_cast<double>(duration.count()) / 1e6; }

double resident_megabytes_max() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

void print(const sim::Report& report, sim::HostIndex hosts, double wall, double megabytes) {
  const sim::Course& begin = report.at_first_calm;
  const double rest = seconds(report.simulated - begin.simulated);
  const auto rate = [&](std::uint64_t from, std::uint64_t to) {
    return static_cast<double>(to - from) / rest / hosts;
  };
  std::printf(
      "%5u peers: %7.1f x real time (%.0f s in %.2f s), %.2f us a tick, %.2f MB a peer; all follow one "
      "leader "
      "%.1f s after the last start;\n             at rest per peer and second %.1f ticks, %.1f frames, %.0f "
      "bytes\n",
      hosts, seconds(report.simulated) / wall, seconds(report.simulated), wall,
      wall * 1e6 / static_cast<double>(report.ticks), megabytes / hosts, seconds(report.slowest_calm),
      rate(begin.ticks, report.ticks), rate(begin.frames, report.frames), rate(begin.bytes, report.bytes));
  for (const sim::Violation& violation : report.violations)
    std::printf("BROKEN: %s\n", violation.text.c_str());
  std::fflush(stdout);
}

bool measure(sim::HostIndex hosts) {
  const sim::Schedule schedule = sim::idle_schedule(1, hosts, length_for(hosts));
  const double before = resident_megabytes_max();
  const auto begin = SteadyClock::now();
  const sim::Report report =
      sim::simulate(schedule, {.trace_moments = 100, .trace_shown = 20, .on_trace_line = {}});
  const double wall = std::chrono::duration<double>(SteadyClock::now() - begin).count();
  print(report, hosts, wall, resident_megabytes_max() - before);
  return report.holds();
}

// In a process of its own, so that what one group took does not hide what the next takes.
bool measure_apart(sim::HostIndex hosts) {
  const pid_t child = fork();
  if (child < 0) {
    std::perror("conclave-sim: cannot start a process to measure in");
    return false;
  }
  if (child == 0) std::_Exit(measure(hosts) ? 0 : 1);
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) {
    std::fprintf(stderr, "conclave-sim: a group of %u was ended by signal %d: out of memory?\n", hosts,
                 WTERMSIG(status));
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

int run(const Speed& options) {
  bool holds = true;
  for (const sim::HostIndex hosts : options.sizes) holds = measure_apart(hosts) && holds;
  return holds ? 0 : 1;
}

}  // namespace conclave_sim
