// The engine against the interpreter on random programs. BLOOM_SEED=N replays one program, BLOOM_PROGRAMS=N
// runs so many, BLOOM_FIRST=N starts at another seed.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "tests/bloom/random/check.h"
#include "tests/bloom/random/generator.h"
#include "tests/bloom/random/shrinker.h"

namespace random_programs {
namespace {

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* const value = std::getenv(name);
  return value == nullptr ? otherwise : std::strtoull(value, nullptr, 10);
}

std::string report(std::uint64_t seed, const ProgramSpec& program) {
  const ProgramSpec smallest =
      shrink(program, [](const ProgramSpec& candidate) { return check(candidate).verdict == Verdict::kDiffers; });
  return "seed " + std::to_string(seed) + ", replay with BLOOM_SEED=" + std::to_string(seed) + "\n" + text(smallest) +
         check(smallest).difference;
}

struct Tally {
  std::uint64_t agreed = 0, without_meaning = 0, disturbed = 0, ended = 0, ticks = 0;
};

// Draws programs from seeds of `first` on until `wanted` of them had a meaning.
Tally run_programs(std::uint64_t first, std::uint64_t wanted) {
  Tally tally;
  for (std::uint64_t seed = first; tally.agreed < wanted; ++seed) {
    const ProgramSpec program = draw_program(seed);
    const Outcome outcome = check(program);
    if (outcome.verdict == Verdict::kDiffers) {
      ADD_FAILURE() << report(seed, program);
      return tally;
    }
    tally.ticks += outcome.ticks;
    tally.disturbed += outcome.disturbed ? 1 : 0;
    tally.ended += outcome.ended ? 1 : 0;
    ++(outcome.verdict == Verdict::kAgrees ? tally.agreed : tally.without_meaning);
  }
  return tally;
}

TEST(RandomPrograms, IncrementalEvaluation_AgreesWithRecomputingAndInterpreter) {
  if (std::getenv("BLOOM_SEED") != nullptr) {
    const std::uint64_t seed = from_environment("BLOOM_SEED", 0);
    const ProgramSpec program = draw_program(seed);
    if (check(program).verdict == Verdict::kDiffers) ADD_FAILURE() << report(seed, program);
    return;
  }
  const std::uint64_t wanted = from_environment("BLOOM_PROGRAMS", 1200);
  const Tally tally = run_programs(from_environment("BLOOM_FIRST", 1), wanted);
  RecordProperty("programs", std::to_string(tally.agreed));
  RecordProperty("ticks", std::to_string(tally.ticks));
  // The draw must stay worth its time: some programs meet errors, few end early, some are refused.
  EXPECT_GT(tally.disturbed, wanted / 50);
  EXPECT_LT(tally.ended, wanted / 4);
  EXPECT_GT(tally.without_meaning, wanted / 50);
  std::printf("%llu programs, %llu ticks, %llu with errors, %llu refused\n",
              static_cast<unsigned long long>(tally.agreed), static_cast<unsigned long long>(tally.ticks),
              static_cast<unsigned long long>(tally.disturbed),
              static_cast<unsigned long long>(tally.without_meaning));
}

}  // namespace
}  // namespace random_programs
