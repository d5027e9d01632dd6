#include "apps/conclave-sim/scenario.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "sim/schedule/random_schedule.h"

namespace conclave_sim {
namespace {

using namespace std::chrono_literals;

std::string complaint_about(std::string_view toml) {
  const auto scenario = parse_scenario(toml, "file.toml");
  return scenario ? "" : scenario.error().message;
}

TEST(Scenario, Actions_AreReadInOrderOfTime) {
  const auto scenario = parse_scenario(R"(
peers = 3
gathers = false
length = "20 s"
delay = { shape = "fixed", least = "3 ms", most = "3 ms" }
ephemeral = [2]
[[at]]
time = "9.5 s"
do = "partition"
hosts = [0, 2]
for = "200 ms"
[[at]]
time = "1 s"
do = "say"
host = 1
lines = 5
)",
                                       "file.toml");
  ASSERT_TRUE(scenario.ok()) << scenario.error().message;
  const sim::Schedule& schedule = scenario.value().schedule;
  EXPECT_EQ(schedule.hosts, 3u);
  EXPECT_EQ(schedule.delay.least, 3ms);
  EXPECT_EQ(schedule.ephemeral, std::vector<sim::HostIndex>{2});
  ASSERT_EQ(schedule.actions.size(), 2u);
  EXPECT_EQ(schedule.actions[0].kind, sim::ActionKind::kSay);
  EXPECT_EQ(schedule.actions[0].amount, 5);
  EXPECT_EQ(schedule.actions[1].hosts, (std::vector<sim::HostIndex>{0, 2}));
  EXPECT_EQ(schedule.actions[1].lasts, 200ms);
}

TEST(Scenario, NothingSaid_AllGatherAtTheBeginning) {
  const auto scenario = parse_scenario("peers = 4\nlength = \"1 s\"", "file.toml");
  ASSERT_TRUE(scenario.ok());
  EXPECT_EQ(scenario.value().schedule.actions.size(), 4u);
}

TEST(Scenario, RandomSchedule_ComesBackFromItsFileAsItWas) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const sim::Schedule schedule = sim::random_schedule(seed);
    const auto read = parse_scenario(to_toml(schedule, "A story\nof two lines"), "file.toml");
    ASSERT_TRUE(read.ok()) << read.error().message;
    EXPECT_EQ(read.value().schedule.actions, schedule.actions) << seed;
    EXPECT_EQ(read.value().schedule.ephemeral, schedule.ephemeral) << seed;
    EXPECT_EQ(read.value().schedule.hosts, schedule.hosts) << seed;
    EXPECT_TRUE(bloom::equal(read.value().schedule.portions, schedule.portions)) << seed;
    EXPECT_EQ(read.value().schedule.length, schedule.length) << seed;
  }
}

TEST(Scenario, WhatMeansNothing_IsRefusedWithItsLine) {
  EXPECT_NE(complaint_about("peers = ").find("line 1"), std::string::npos);
  EXPECT_NE(complaint_about("peers = 3").find("length"), std::string::npos);
  EXPECT_NE(complaint_about("length = 5").find("a time is"), std::string::npos);
  EXPECT_NE(complaint_about("length = \"5 s\"\npears = 3").find("line 2: `pears` means nothing"),
            std::string::npos);
  EXPECT_NE(complaint_about("length = \"5 s\"\n[[at]]\ndo = \"explode\"").find("\"explode\" is none"),
            std::string::npos);
  EXPECT_NE(
      complaint_about("peers = 2\nlength = \"5 s\"\n[[at]]\ndo = \"kill\"\nhost = 2").find("from 0 to 1"),
      std::string::npos);
  EXPECT_NE(
      complaint_about("length = \"5 s\"\n[[at]]\ndo = \"kill\"\nlines = 2").find("means nothing to kill"),
      std::string::npos);
  EXPECT_NE(complaint_about("length = \"5 s\"\nexpect = { fired = [\"nonsense\"] }").find("no effect called"),
            std::string::npos);
}

TEST(Scenario, EveryAction_IsInTheManual) {
  std::ifstream in(std::string(CONCLAVE_SOURCE_DIR) + "/docs/simulator.md");
  std::stringstream manual;
  manual << in.rdbuf();
  for (const sim::ActionForm& form : sim::kActionForms) {
    EXPECT_NE(manual.str().find("`" + std::string(form.name) + "`"), std::string::npos) << form.name;
    if (!form.amount.empty()) {
      EXPECT_NE(manual.str().find(form.amount), std::string::npos) << form.amount;
    }
  }
}

TEST(Scenario, ExpectedAndNotSeen_IsNamed) {
  Expectations expect{.fired = {"frames vanished"}, .said_min = 3, .calm_max = 1s, .leader_changes_max = 5};
  sim::Report report;
  report.said = 2;
  report.slowest_calm = 2s;
  report.leader_changes = 6;
  EXPECT_EQ(disappointments(expect, report).size(), 4u);
  report.leader_changes = 5;
  report.said = 3;
  report.slowest_calm = 1s;
  report.effects.add(sim::Effect::kFrameVanished);
  EXPECT_TRUE(disappointments(expect, report).empty());
}

}  // namespace
}  // namespace conclave_sim
