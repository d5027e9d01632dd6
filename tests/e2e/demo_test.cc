// `conclave demo`, as people run it.
#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/e2e/end_to_end.h"

namespace e2e {
namespace {

class Demo : public EndToEnd {
 protected:
  bool left_files() { return !std::filesystem::is_empty(group().folder() / "tmp"); }
};

TEST_F(Demo, Run_FivePeersOneKilled_NothingLostAndNothingLeftBehind) {
  cluster::Process& demo = run({"demo", "--json"});
  const Output output(demo);
  EXPECT_EQ(wait_for_end(demo), 0) << output.text() << demo.errors();
  ASSERT_EQ(output.lines().size(), 1u);
  const auto figures = nlohmann::json::parse(output.lines().front());
  EXPECT_EQ(figures["lost"], 0);
  EXPECT_EQ(figures["twice"], 0);
  EXPECT_EQ(figures["identical"], true);
  EXPECT_EQ(figures["killed"], "alice");
  EXPECT_EQ(figures["peers"].size(), 5u);
  EXPECT_GT(figures["gap_ms"], 0);
  EXPECT_FALSE(left_files());
}

TEST_F(Demo, Run_ForPeople_ShowsTranscriptAndCostIn80Columns) {
  cluster::Process& demo = run({"demo"});
  const Output output(demo);
  EXPECT_EQ(wait_for_end(demo), 0) << output.text() << demo.errors();
  for (const std::string expected : {"alice relays", "kill -9 alice", "frank joins", "same, byte for byte",
                                     "lost      0", "twice     0", "gap", "Nothing was lost."}) {
    EXPECT_TRUE(output.contains(expected)) << expected << "\n" << output.text();
  }
  for (const std::string& line : output.lines()) EXPECT_LE(line.size(), 80u) << line;
}

TEST_F(Demo, Interrupted_InMidRun_EndsAndLeavesNothingBehind) {
  cluster::Process& demo = run({"demo", "--lines", "10000"});
  const Output output(demo);
  wait_until([&] { return output.contains("they talk"); }, "the demo is under way");
  EXPECT_TRUE(left_files());
  demo.signal(SIGINT);
  EXPECT_EQ(wait_for_end(demo), 130);
  EXPECT_FALSE(left_files());
}

}  // namespace
}  // namespace e2e
