#include "apps/conclave-sim/single_run.h"

#include <chrono>
#include <cstdio>
#include <fstream>

#include "apps/conclave-sim/report.h"
#include "apps/conclave-sim/scenario.h"
#include "sim/schedule/shrinker.h"
#include "sim/simulation.h"

namespace conclave_sim {

namespace {

constexpr int kTriesMax = 400;  // of a shrinking

struct Task {
  Scenario scenario;
  Common common;
  std::string reproduce;
};

sim::RunOptions run_options(const Common& common) {
  sim::RunOptions options;
  if (common.trace) options.on_trace_line = [](const std::string& line) { std::puts(line.c_str()); };
  return options;
}

// Fails as the first run did: by the same promise.
sim::Schedule shrunk(const sim::Schedule& schedule, const std::string& promise) {
  std::fprintf(stderr, "shrinking a schedule of %zu actions ...\n", schedule.actions.size());
  return sim::shrink(
      schedule,
      [&](const sim::Schedule& candidate) {
        const sim::Report report =
            sim::simulate(candidate, {.trace_moments = 0, .trace_shown = 0, .on_trace_line = {}});
        return !report.holds() && report.violations.front().promise == promise;
      },
      kTriesMax);
}

// False where the file cannot be written.
bool save(const std::string& file, const sim::Schedule& schedule, const std::string& story) {
  if (file.empty()) return true;
  std::ofstream out(file);
  out << to_toml(schedule, story);
  if (out.flush()) {
    std::printf("written to %s: conclave-sim --scenario %s\n", file.c_str(), file.c_str());
    return true;
  }
  std::fprintf(stderr, "conclave-sim: %s cannot be written: does its folder exist?\n", file.c_str());
  return false;
}

int report_failure(const Task& task, const sim::Report& report) {
  std::fputs(failure_text(report, task.reproduce).c_str(), stdout);
  const sim::Violation& first = report.violations.front();
  sim::Schedule schedule = task.scenario.schedule;
  if (task.common.shrink) {
    schedule = shrunk(schedule, first.promise);
    std::printf("the shrunk schedule: %u hosts, %zu actions\n%s", schedule.hosts, schedule.actions.size(),
                schedule_text(schedule).c_str());
  }
  const std::string story = "Broke: " + first.promise + ".\n" + first.text + "\nFound by " + task.reproduce;
  return save(task.common.save, schedule, story) ? 1 : kUsageError;
}

int run(const Task& task) {
  const auto begin = std::chrono::steady_clock::now();
  const sim::Report report = sim::simulate(task.scenario.schedule, run_options(task.common));
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
  Totals totals;
  totals.add(report);
  std::printf("seed %llu, %u peers, trace %016llx\n%s",
              static_cast<unsigned long long>(task.scenario.schedule.seed), task.scenario.schedule.hosts,
              static_cast<unsigned long long>(report.trace_hash), to_text(totals, wall.count()).c_str());
  if (!report.holds()) return report_failure(task, report);
  const auto missed = disappointments(task.scenario.expect, report);
  for (const std::string& line : missed) std::printf("NOT AS EXPECTED: %s\n", line.c_str());
  if (missed.empty()) std::puts("all promises hold");
  return missed.empty() ? 0 : 1;
}

}  // namespace

sim::Ranges ranges_of(const Common& common) {
  sim::Ranges ranges;
  if (common.peers) ranges.hosts_min = ranges.hosts_max = *common.peers;
  if (common.length) ranges.length = *common.length;
  return ranges;
}

std::string reproduction(std::uint64_t seed, const Common& common) {
  std::string line = "conclave-sim --seed " + std::to_string(seed);
  if (common.peers) line += " --peers " + std::to_string(*common.peers);
  if (common.length) {
    line += " --simulated " +
            std::to_string(std::chrono::duration_cast<std::chrono::seconds>(*common.length).count()) + "s";
  }
  return line;
}

int run(const OneSeed& options) {
  return run(Task{
      .scenario = {.schedule = sim::random_schedule(options.seed, ranges_of(options.common)), .expect = {}},
      .common = options.common,
      .reproduce = reproduction(options.seed, options.common)});
}

int run(const OneScenario& options) {
  auto scenario = read_scenario(options.file);
  if (!scenario) {
    std::fprintf(stderr, "conclave-sim: %s\n", scenario.error().message.c_str());
    return kUsageError;
  }
  if (options.seed) scenario.value().schedule.seed = *options.seed;
  return run(Task{.scenario = std::move(scenario.value()),
                  .common = options.common,
                  .reproduce = "conclave-sim --scenario " + options.file +
                               (options.seed ? " --seed " + std::to_string(*options.seed) : "")});
}

}  // namespace conclave_sim
