#include "apps/conclave-sim/batch.h"

#include <chrono>
#include <cstdio>
#include <vector>

#include "apps/conclave-sim/progress.h"
#include "apps/conclave-sim/report.h"
#include "apps/conclave-sim/single_run.h"
#include "apps/conclave-sim/workers.h"
#include "sim/simulation.h"

namespace conclave_sim {

namespace {

using SteadyClock = std::chrono::steady_clock;

double seconds_since(SteadyClock::time_point begin) {
  return std::chrono::duration<double>(SteadyClock::now() - begin).count();
}

class Batch {
 public:
  explicit Batch(const ManySeeds& options)
      : options_(options), progress_(options.last ? count() : 0, options.minutes) {}

  int run() {
    const auto work = [this](std::uint64_t seed) { return outcome_of(seed); };
    Workers workers(options_.jobs, options_.first, options_.last, work);
    workers.run([&](const Outcome& outcome) {
      totals_.add(outcome.totals);
      if (outcome.failed()) note_failure(outcome);
      progress_.show(totals_.runs, failed_.size(), seconds_since(begin_));
      const bool time_is_up = options_.minutes > 0 && seconds_since(begin_) >= options_.minutes * 60;
      return !time_is_up && (failed_.empty() || options_.keep_going);
    });
    progress_.end();
    std::fputs(to_text(totals_, seconds_since(begin_)).c_str(), stdout);
    return conclude();
  }

 private:
  std::uint64_t count() const { return *options_.last - options_.first + 1; }

  Outcome outcome_of(std::uint64_t seed) const {
    const sim::Schedule schedule = sim::random_schedule(seed, ranges_of(options_.common));
    Outcome outcome{.seed = seed, .totals = {}};
    outcome.totals.add(sim::simulate(schedule, {.trace_moments = 0, .trace_shown = 0, .on_trace_line = {}}));
    return outcome;
  }

  void note_failure(const Outcome& outcome) {
    failed_.push_back(outcome);
    progress_.end();
    std::printf("%s: %s\n", outcome.crashed ? "CRASHED" : "FAILED",
                reproduction(outcome.seed, options_.common).c_str());
    std::fflush(stdout);
  }

  // The first failure in full; the others are a command away.
  int conclude() {
    if (failed_.empty()) {
      std::puts("all promises hold");
      return 0;
    }
    if (failed_.front().crashed) return 1;
    return conclave_sim::run(OneSeed{failed_.front().seed, options_.common});
  }

  const ManySeeds& options_;
  const SteadyClock::time_point begin_ = SteadyClock::now();
  Progress progress_;
  Totals totals_;
  std::vector<Outcome> failed_;
};

}  // namespace

int run(const ManySeeds& options) { return Batch(options).run(); }

}  // namespace conclave_sim
