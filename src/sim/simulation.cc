#include "sim/simulation.h"

#include <algorithm>
#include <optional>

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
      const Action* stop = director_.next_stop();
      const bool last = stop == nullptr || director_.due(*stop) >= end;
      world_.run_until(last ? end : director_.due(*stop));
      if (!judge_.verdict().holds()) break;  // at the moment it happened: later ones only blur it
      if (!last && stop->kind == ActionKind::kApart) {
        apart(stop->hosts);
        continue;
      }
      calm(last);
      if (last) break;
    }
    return report();
  }

 private:
  // Waits until that has been so for a while, as long as may be; answers since when it is, if it is.
  template <class Agree>
  std::optional<base::Instant> agreed(const Agree& agrees) {
    const base::Instant deadline = world_.now() + schedule_.converges_within;
    base::Instant since = world_.now();
    std::uint64_t changes = judge_.leader_changes();
    bool agree = false;
    while (world_.now() < deadline && !(agree && world_.now() - since >= kLastsFor)) {
      world_.run_for(kLookEvery);
      const bool was = agree && changes == judge_.leader_changes();
      changes = judge_.leader_changes();
      agree = agrees();
      if (!was) since = world_.now();
    }
    return agree ? std::optional(since) : std::nullopt;
  }

  // All have met, then two sides are on their own.
  void apart(const std::vector<HostIndex>& side) {
    director_.mend_all();
    if (!agreed([this] { return judge_.is_led({}); })) return judge_.at_apart({});
    director_.part(side);
    agreed([&] { return judge_.is_led(side); });
    judge_.at_apart(side);
    director_.join(side);
  }

  void calm(bool last) {
    const base::Instant mended = world_.now();
    director_.mend_all();
    const auto agree = agreed([this] { return judge_.converged(); });
    report_.slowest_calm = std::max(report_.slowest_calm, agree.value_or(world_.now()) - mended);
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
