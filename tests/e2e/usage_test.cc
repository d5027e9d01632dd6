// The program as a shell sees it: exit statuses and what it says.
#include <csignal>

#include "tests/e2e/end_to_end.h"

namespace e2e {
namespace {

using Program = EndToEnd;

TEST_F(Program, WrongUsage_AnyKind_ExitsWithTwoAndSaysWhy) {
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {"--nonsense"}, {"--listen", "nowhere"}, {"--line", "--json"}, {"why"}, {"a", "b"}}) {
    cluster::Process& process = run(arguments);
    EXPECT_EQ(wait_for_end(process), 2) << arguments.front();
    EXPECT_EQ(process.errors().substr(0, 10), "conclave: ") << process.errors();
  }
}

TEST_F(Program, VersionAndHelp_Asked_ExitWithZero) {
  cluster::Process& version = run({"--version"});
  const Output output(version);
  EXPECT_EQ(wait_for_end(version), 0);
  EXPECT_TRUE(output.contains("conclave ")) << output.text();
  EXPECT_EQ(wait_for_end(run({"--help"})), 0);
}

TEST_F(Program, PortInUse_ToListenOn_ExitsWithOneAndNamesIt) {
  cluster::Peer& alice = start("alice");
  cluster::Process& bob = run({"bob", "--line", "--listen", alice.address()});
  EXPECT_EQ(wait_for_end(bob), 1);
  EXPECT_NE(bob.errors().find(alice.address()), std::string::npos) << bob.errors();
}

TEST_F(Program, Terminated_WhileChatting_LeavesPolitely) {
  for (const int number : {SIGINT, SIGTERM}) {
    cluster::Peer& alice = start("alice");
    alice.process().signal(number);
    EXPECT_EQ(wait_for_end(alice.process()), 0);
  }
}

}  // namespace
}  // namespace e2e
