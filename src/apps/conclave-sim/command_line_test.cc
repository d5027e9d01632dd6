#include "apps/conclave-sim/command_line.h"

#include <gtest/gtest.h>

namespace conclave_sim {
namespace {

using namespace std::chrono_literals;

Invocation parse(const std::vector<std::string>& arguments) { return parse_command_line(arguments, 4, 99); }
int exit_code(const std::vector<std::string>& arguments) {
  const Invocation invocation = parse(arguments);
  const auto* answer = std::get_if<Answer>(&invocation);
  return answer == nullptr ? -1 : answer->exit_code;
}

TEST(CommandLine, Seed_IsOneRun) {
  const auto one =
      std::get<OneSeed>(parse({"--seed", "7", "--peers", "5", "--simulated", "90s", "--shrink"}));
  EXPECT_EQ(one.seed, 7u);
  EXPECT_EQ(one.common.peers, 5u);
  EXPECT_EQ(one.common.length, 90s);
  EXPECT_TRUE(one.common.shrink);
}

TEST(CommandLine, SeedsAndCountAndMinutes_AreManyRuns) {
  const auto range = std::get<ManySeeds>(parse({"--seeds", "10..20", "--keep-going"}));
  EXPECT_EQ(range.first, 10u);
  EXPECT_EQ(range.last, 20u);
  EXPECT_EQ(range.jobs, 4);
  EXPECT_TRUE(range.keep_going);
  const auto count = std::get<ManySeeds>(parse({"--count", "30", "--jobs", "1"}));
  EXPECT_EQ(count.first, 1u);
  EXPECT_EQ(count.last, 30u);
  EXPECT_EQ(count.jobs, 1);
  const auto timed = std::get<ManySeeds>(parse({"--minutes", "0.5"}));
  EXPECT_EQ(timed.first, 99u) << "other seeds every time";
  EXPECT_FALSE(timed.last.has_value());
  EXPECT_EQ(timed.minutes, 0.5);
}

TEST(CommandLine, Speed_AlwaysMeasuresFiveAndFifty) {
  EXPECT_EQ(std::get<Speed>(parse({"--speed", "300"})).sizes, (std::vector<sim::HostIndex>{5, 50, 300}));
}

TEST(CommandLine, Help_IsNoError) { EXPECT_EQ(exit_code({"--help"}), 0); }

TEST(CommandLine, WrongUse_IsAUsageError) {
  EXPECT_EQ(exit_code({}), kUsageError);
  EXPECT_EQ(exit_code({"--seeds", "20..10"}), kUsageError);
  EXPECT_EQ(exit_code({"--seeds", "many"}), kUsageError);
  EXPECT_EQ(exit_code({"--seed", "1", "--simulated", "soon"}), kUsageError);
  EXPECT_EQ(exit_code({"--seed", "1", "--peers", "0"}), kUsageError);
  EXPECT_EQ(exit_code({"--seed", "1", "5"}), kUsageError);
  EXPECT_EQ(exit_code({"--what"}), kUsageError);
}

}  // namespace
}  // namespace conclave_sim
