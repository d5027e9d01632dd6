// The command line, taken apart and checked. Starts nothing; what is wrong is said in words, with exit
// status 2.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.h"
#include "sim/core/host_index.h"

namespace conclave_sim {

inline constexpr int kUsageError = 2;

// What every run of this invocation shares.
struct Common {
  std::optional<sim::HostIndex> peers;   // exactly so many; else drawn from the seed
  std::optional<base::Duration> length;  // of the storms; else 10 minutes
  bool trace = false;
  bool shrink = false;
  std::string save;  // a file for the (shrunk) schedule
};

struct OneSeed {
  std::uint64_t seed = 1;
  Common common;
};
struct OneScenario {
  std::string file;
  std::optional<std::uint64_t> seed;  // else the file's
  Common common;
};
struct ManySeeds {
  std::uint64_t first = 1;
  std::optional<std::uint64_t> last;  // inclusive; none: until `minutes` are over
  double minutes = 0;                 // 0: no limit
  int jobs = 1;
  bool keep_going = false;
  Common common;
};
struct Speed {
  std::vector<sim::HostIndex> sizes;
};
struct Counts {};
// Nothing to run: a text to show, and the status to end with.
struct Answer {
  int exit_code = 0;
  std::string text;
};

using Invocation = std::variant<OneSeed, OneScenario, ManySeeds, Speed, Counts, Answer>;

// `cores`: how many jobs run at once where nothing is said. `chance` seeds runs by time.
Invocation parse_command_line(const std::vector<std::string>& arguments, int cores, std::uint64_t chance);

}  // namespace conclave_sim
