// Workers: child processes that take seeds in turn and send what came of each. A child that dies is an
// outcome too, and is replaced.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "apps/conclave-sim/report.h"

namespace conclave_sim {

struct Outcome {
  std::uint64_t seed = 0;
  bool crashed = false;
  Totals totals{};
  bool failed() const { return crashed || totals.failures != 0; }
};

class Workers {
 public:
  using Work = std::function<Outcome(std::uint64_t seed)>;
  // Called with each outcome as it comes; answers whether to go on. Seeds under way are finished in any case.
  using Listener = std::function<bool(const Outcome&)>;

  // `last`: inclusive; none: until told to stop.
  Workers(int jobs, std::uint64_t first, std::optional<std::uint64_t> last, Work work);
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  void run(const Listener& listener);

 private:
  struct Board;  // in memory that all share

  void start(int job);
  [[noreturn]] void work_through(int job);
  bool take_outcome(const Listener& listener);
  void bury_children(const Listener& listener);

  const Work work_;
  Board* board_ = nullptr;
  std::vector<pid_t> children_;
  int read_end_ = -1, write_end_ = -1;
};

}  // namespace conclave_sim
