// Runs one random program every way there is and says where two of them differ.
#pragma once

#include <optional>
#include <string>

#include "tests/bloom/random/program_spec.h"

namespace random_programs {

enum class Verdict : std::uint8_t { kAgrees, kNoMeaning, kDiffers };

struct Outcome {
  Verdict verdict{};
  std::string difference{};  // for people; empty unless they differ
  std::size_t ticks = 0;     // run and compared
  bool disturbed = false;    // an error or a quarantined row in one of them, in every way alike
  bool ended = false;        // the last of them, before the program's end
};

// The interpreter, the incremental engine (twice, with different hash seeds) and the recomputing engine.
Outcome check(const ProgramSpec& program);

}  // namespace random_programs
