#include "apps/conclave-sim/report.h"

#include <algorithm>
#include <iomanip>
#include <sstream>

namespace conclave_sim {

namespace {

double seconds(std::int64_t microseconds) { return static_cast<double>(microseconds) / 1e6; }

// Three to a line.
class Columns {
 public:
  explicit Columns(std::ostringstream& out) : out_(out) {}
  void add(std::string_view name, std::uint64_t count) {
    out_ << (cells_ % 3 == 0 ? "\n  " : "") << std::left << std::setw(30) << name << std::right
         << std::setw(9) << count << "  ";
    ++cells_;
  }

 private:
  std::ostringstream& out_;
  int cells_ = 0;
};

}  // namespace

void Totals::add(const sim::Report& report) {
  ++runs;
  failures += report.holds() ? 0 : 1;
  calms += report.calms;
  said += report.said;
  shown += report.shown;
  acknowledged += report.acknowledged;
  lost_with_all_holders += report.lost_with_all_holders;
  leader_changes += report.leader_changes;
  ticks += report.ticks;
  frames += report.frames;
  simulated_microseconds += report.simulated.count();
  slowest_calm_microseconds = std::max(slowest_calm_microseconds, report.slowest_calm.count());
  for (std::size_t i = 0; i < performed.size(); ++i) performed[i] += report.performed[i];
  effects.add(report.effects);
}

void Totals::add(const Totals& other) {
  runs += other.runs;
  failures += other.failures;
  calms += other.calms;
  said += other.said;
  shown += other.shown;
  acknowledged += other.acknowledged;
  lost_with_all_holders += other.lost_with_all_holders;
  leader_changes += other.leader_changes;
  ticks += other.ticks;
  frames += other.frames;
  simulated_microseconds += other.simulated_microseconds;
  slowest_calm_microseconds = std::max(slowest_calm_microseconds, other.slowest_calm_microseconds);
  for (std::size_t i = 0; i < performed.size(); ++i) performed[i] += other.performed[i];
  effects.add(other.effects);
}

std::string to_text(const Totals& totals, double wall_seconds) {
  std::ostringstream out;
  const double simulated = seconds(totals.simulated_microseconds);
  out << std::fixed << std::setprecision(1) << totals.runs << (totals.runs == 1 ? " run, " : " runs, ")
      << totals.failures << " failed; " << simulated / 3600 << " simulated hours in " << wall_seconds
      << " s (" << std::setprecision(0) << simulated / std::max(wall_seconds, 1e-9) << " x real time)\n"
      << totals.said << " lines said, " << totals.acknowledged << " acknowledged, shown " << totals.shown
      << " times; " << totals.lost_with_all_holders << " gone with everyone who had them\n"
      << totals.leader_changes << " leader changes, " << totals.calms << " calms, the slowest agreement "
      << std::setprecision(1) << seconds(totals.slowest_calm_microseconds) << " s; " << totals.ticks
      << " ticks, " << totals.frames << " frames";
  out << "\nactions:";
  Columns actions(out);
  for (std::size_t i = 0; i < sim::kActionKindCount; ++i) {
    if (totals.performed[i] != 0) actions.add(sim::kActionForms[i].name, totals.performed[i]);
  }
  out << "\neffects:";
  Columns effects(out);
  for (std::size_t i = 0; i < sim::kEffectNames.size(); ++i) {
    const std::uint64_t count = totals.effects.of(static_cast<sim::Effect>(i));
    if (count != 0) effects.add(sim::kEffectNames[i], count);
  }
  out << "\n";
  return out.str();
}

std::string failure_text(const sim::Report& report, const std::string& reproduce) {
  std::ostringstream out;
  out << "the last moments:\n";
  for (const std::string& line : report.last_moments) out << line << "\n";
  for (const sim::Violation& violation : report.violations) {
    out << "BROKEN at " << sim::in_seconds(violation.at) << ": " << violation.promise << "\n       "
        << violation.text << "\n";
  }
  if (report.violation_count > report.violations.size()) {
    out << "       and " << report.violation_count - report.violations.size() << " more\n";
  }
  out << "reproduce: " << reproduce << "\n";
  return out.str();
}

std::string schedule_text(const sim::Schedule& schedule) {
  std::string text;
  for (const sim::Action& action : schedule.actions) text += "  " + sim::to_text(action) + "\n";
  return text;
}

}  // namespace conclave_sim
