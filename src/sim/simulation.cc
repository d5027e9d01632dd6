#include "sim/simulation.h"

#include <algorithm>

#include "sim/schedule/director.h"

namespace sim {

namespace {

constexpr base::Duration kLookEvery = std::chrono::milliseconds(100);
// Agreement counts once it has lasted: at the moment of the mending peers may agree that know nothing of it
// yet.
constexpr base::Duration kLastsFor = std::chrono::seconds(5);

class Run {
 public:
  Run(const Schedule& schedule, const RunOptions& options)
      : schedule_(schedule),
        options_(options),
        world_(schedule.seed, schedule.hosts, options.trace_moments),
        judge_(world_),
        director_(world_, schedule) {
    world_.observe(judge_);
    world_.on_due(director_);
    if (options.on_trace_line) world_.trace().on_line(world_.naming(), options.on_trace_line);
  }

  Report run() {
    const base::Instant end = begin_ + schedule_.length;
    while (judge_.verdict().holds()) {
      const base::Instant calm_at = std::min(director_.next_calm(), end);
      world_.run_until(calm_at);
      if (!judge_.verdict().holds()) break;  // at the moment it happened: later ones only blur it
      calm(calm_at == end);
      if (calm_at == end) break;
    }
    return report();
  }

 private:
  void calm(bool last) {
    const base::Instant mended = world_.now();
    director_.mend_all();
    const base::Instant deadline = mended + schedule_.converges_within;
    base::Instant agreed = mended;  // since when
    std::uint64_t changes = judge_.leader_changes();
    bool agree = false;
    while (world_.now() < deadline && !(agree && world_.now() - agreed >= kLastsFor)) {
      world_.run_for(kLookEvery);
      const bool was = agree && changes == judge_.leader_changes();
      changes = judge_.leader_changes();
      agree = judge_.converged();
      if (!was) agreed = world_.now();
    }
    report_.slowest_calm = std::max(report_.slowest_calm, (agree ? agreed : world_.now()) - mended);
    ++report_.calms;
    judge_.at_rest();
    if (agree) world_.run_for(schedule_.quiet_for);
    judge_.at_calm(last);
    if (report_.calms == 1) report_.at_first_calm = course();
  }

  Course course() const {
    return {.simulated = world_.now() - begin_,
            .ticks = world_.ticks(),
            .frames = world_.network().frames_delivered(),
            .bytes = world_.network().bytes_delivered()};
  }

  Report report() {
    const Verdict& verdict = judge_.verdict();
    report_.violations = verdict.violations();
    report_.violation_count = verdict.count();
    report_.trace_hash = world_.trace().hash();
    report_.simulated = world_.now() - begin_;
    report_.said = judge_.ledger().size();
    report_.shown = judge_.shown();
    report_.acknowledged = judge_.acknowledged();
    for (LineIndex line = 0; line < judge_.ledger().size(); ++line) {
      report_.lost_with_all_holders += judge_.ledger().line(line).lost ? 1 : 0;
    }
    report_.leader_changes = judge_.leader_changes();
    report_.ticks = world_.ticks();
    report_.frames = world_.network().frames_delivered();
    report_.bytes = world_.network().bytes_delivered();
    report_.performed = director_.performed();
    report_.effects = world_.counters();
    if (!report_.holds()) report_.last_moments = world_.trace().last(options_.trace_shown, world_.naming());
    return std::move(report_);
  }

  const Schedule& schedule_;
  const RunOptions& options_;
  World world_;
  Judge judge_;
  Director director_;
  const base::Instant begin_ = world_.now();
  Report report_;
};

}  // namespace

Report simulate(const Schedule& schedule, const RunOptions& options) { return Run(schedule, options).run(); }

}  // namespace sim
