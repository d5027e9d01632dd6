#include "apps/conclave-sim/counts.h"

#include <chrono>
#include <cstdio>

#include "apps/conclave-sim/allocations.h"
#include "sim/schedule/random_schedule.h"
#include "sim/simulation.h"

namespace conclave_sim {

namespace {

using namespace std::chrono_literals;

constexpr sim::HostIndex kHosts = 5;
constexpr base::Duration kRest = 600s, kTalk = 60s;
constexpr std::uint64_t kLinesPerSecond = 20;

struct Cost {
  double ticks = 0, frames = 0, bytes = 0, allocations = 0;
};

// Of what follows the gathering, in so many equal parts.
Cost cost_of(const sim::Schedule& schedule, double parts, bool& holds) {
  const std::uint64_t before = allocations();
  const sim::Report report = sim::simulate(schedule, {.trace_moments = 0, .trace_shown = 0, .on_trace_line = {}});
  for (const sim::Violation& violation : report.violations) std::fprintf(stderr, "BROKEN: %s\n", violation.text.c_str());
  holds = holds && report.holds();
  const auto part = [parts](std::uint64_t from, std::uint64_t to) { return static_cast<double>(to - from) / parts; };
  const sim::Course& begin = report.at_first_calm;
  return {part(begin.ticks, report.ticks), part(begin.frames, report.frames), part(begin.bytes, report.bytes),
          part(before, allocations())};
}

void print(const char* name, const Cost& cost, const char* end) {
  std::printf(" \"%s\": {\"ticks\": %.3f, \"frames\": %.3f, \"bytes\": %.1f, \"allocations\": %.2f}%s\n", name, cost.ticks,
              cost.frames, cost.bytes, cost.allocations, end);
}

}  // namespace

int run(const Counts&) {
  bool holds = true;
  const auto per_second = static_cast<double>(kRest / 1s) * kHosts;
  const Cost rest = cost_of(sim::idle_schedule(1, kHosts, kRest, 0), per_second, holds);
  const auto deliveries = static_cast<double>(kTalk / 1s) * kLinesPerSecond * kHosts;
  const Cost talk = cost_of(sim::idle_schedule(1, kHosts, kTalk, kLinesPerSecond), deliveries, holds);
  std::puts("{");
  print("rest, a peer and second", rest, ",");
  print("talk, a delivery", talk, "");
  std::puts("}");
  return holds ? 0 : 1;
}

}  // namespace conclave_sim
