// Scenarios: schedules as TOML files, with what is expected of the run. docs/simulator.md describes the
// format.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "sim/schedule/schedule.h"
#include "sim/simulation.h"

namespace conclave_sim {

// Beyond the promises, which are always expected.
struct Expectations {
  std::vector<std::string> fired{};  // effects that must have been seen, by name
  std::uint64_t said_min = 0;
  std::optional<base::Duration> calm_max{};  // to agreement
  std::optional<std::uint64_t> leader_changes_max{};  // in the views of all hosts together
};

struct Scenario {
  sim::Schedule schedule;
  Expectations expect;
};

base::Result<Scenario> read_scenario(const std::string& file);
base::Result<Scenario> parse_scenario(std::string_view toml, const std::string& name);
// `story` opens the file, as comments.
std::string to_toml(const sim::Schedule& schedule, const std::string& story);

// What was expected and did not come.
std::vector<std::string> disappointments(const Expectations& expect, const sim::Report& report);

}  // namespace conclave_sim
