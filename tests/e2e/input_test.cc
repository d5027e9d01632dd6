// What is piped in arrives, and a peer leaves when its input ends.
#include <fstream>

#include "tests/e2e/end_to_end.h"

namespace e2e {
namespace {

using Input = EndToEnd;

std::vector<std::string> numbered_lines(std::size_t count) {
  std::vector<std::string> lines;
  for (std::size_t i = 1; i <= count; ++i) lines.push_back("line " + std::to_string(i) + " of a long file");
  return lines;
}

TEST_F(Input, FiveThousandLines_FromAFile_ArriveCompleteAndInOrder) {
  constexpr std::size_t kLines = 5000;
  const auto peers = start_group({"alice", "bob"});
  const std::string path = group().folder() / "lines.txt";
  std::ofstream file(path);
  for (const std::string& line : numbered_lines(kLines)) file << line << "\n";
  file.close();
  auto started = group().run_program(
      {"/bin/sh", "-c", std::string("exec ") + CONCLAVE_BIN_DIR + "/conclave carol --json --no-discovery < " + path});
  ASSERT_TRUE(started);
  EXPECT_EQ(wait_for_end(*started.value()), 0);
  wait_until([&] { return peers[0]->heard().size() >= kLines && peers[1]->heard().size() >= kLines; },
             "both heard every line");
  EXPECT_EQ(texts_of(*peers[0]), numbered_lines(kLines));
  EXPECT_EQ(texts_of(*peers[1]), numbered_lines(kLines));
}

TEST_F(Input, OneLineThenEnd_NobodyElseHere_LeavesWithZero) {
  cluster::Process& alice = run({"alice", "--json", "--no-discovery"});
  const Output output(alice);
  alice.write("hello\n");
  alice.end_input();
  EXPECT_EQ(wait_for_end(alice), 0);
  EXPECT_TRUE(output.contains("\"type\":\"acknowledged\""));
}

TEST_F(Input, OneLineThenEnd_OthersHere_TheyHearItBeforeItLeaves) {
  const auto peers = start_group({"alice", "bob"});
  cluster::Process& carol = run({"carol", "--line", "--no-discovery"});
  carol.write("just passing through\n");
  carol.end_input();
  EXPECT_EQ(wait_for_end(carol), 0);
  wait_until_heard(peers, "just passing through");
}

TEST_F(Input, LastLineWithoutNewline_ThenEnd_IsSaid) {
  const auto peers = start_group({"alice"});
  cluster::Process& bob = run({"bob", "--line", "--no-discovery"});
  bob.write("no newline at the end");
  bob.end_input();
  EXPECT_EQ(wait_for_end(bob), 0);
  wait_until_heard(peers, "no newline at the end");
}

TEST_F(Input, EmptyFromTheStart_Always_LeavesWithZero) {
  cluster::Process& alice = run({"alice", "--line", "--no-discovery"});
  alice.end_input();
  EXPECT_EQ(wait_for_end(alice), 0);
}

TEST_F(Input, EndsWithNobodyReached_AddressGiven_SaysSoAndFails) {
  // A port that was just given up: nobody listens there.
  cluster::Peer& gone = start("gone");
  const std::string address = gone.address();
  gone.process().end_input();
  wait_for_end(gone.process());
  cluster::Process& alice = run({"alice", "--json", "--no-discovery", "--no-local", "--peer", address});
  const Output output(alice);
  alice.write("hello?\n");
  alice.end_input();
  EXPECT_EQ(wait_for_end(alice), 1);
  EXPECT_TRUE(output.contains("\"code\":\"undelivered\"")) << output.text();
}

TEST_F(Input, OverlongLine_Typed_IsRefusedAndTheChatGoesOn) {
  const auto peers = start_group({"alice", "bob"});
  peers[1]->type(std::string(20'000, 'x'));
  peers[1]->type("short");
  wait_until_heard(peers, "short");
  EXPECT_EQ(texts_of(*peers[0]), std::vector<std::string>{"short"});
  EXPECT_EQ(peers[1]->failures().size(), 1u);
}

TEST_F(Input, Commands_ThroughAPipe_AreAnswered) {
  const auto peers = start_group({"alice", "bob"});
  cluster::Process& carol = run({"carol", "--json", "--no-discovery"});
  const Output output(carol);
  wait_until([&] { return output.contains("\"type\":\"leader\""); }, "carol has joined");
  carol.write("/who\n/leader\n/why\n/help\n/msg nobody psst\n/dance\n");
  carol.end_input();
  EXPECT_EQ(wait_for_end(carol), 0);
  for (const std::string expected : {"\"type\":\"members\"", "\"type\":\"why\"", "\"type\":\"help\"",
                                     "\"code\":\"recipient\"", "\"code\":\"unknown_command\""}) {
    EXPECT_TRUE(output.contains(expected)) << expected;
  }
}

}  // namespace
}  // namespace e2e
