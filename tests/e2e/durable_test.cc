// What outlives a peer: its log, its identity, where it met others. And what it says where it can't keep
// them.
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>

#include "tests/e2e/end_to_end.h"

namespace e2e {
namespace {

class Durable : public EndToEnd {
 protected:
  void kill(cluster::Peer& peer) {
    peer.process().signal(SIGKILL);
    wait_for_end(peer.process());
  }
  std::vector<std::string> transcript(cluster::Peer& peer) {
    peer.ask_history();
    wait_until([&] { return peer.history_known(); }, peer.nick() + " tells its history");
    std::vector<std::string> texts;
    for (const cluster::Entry& entry : peer.history()) texts.push_back(entry.text);
    return texts;
  }
  std::string printed(std::vector<std::string> arguments, int status = 0) {
    cluster::Process& process = run(std::move(arguments));
    const Output output(process);
    EXPECT_EQ(wait_for_end(process), status);
    return output.text() + process.errors();
  }
  std::filesystem::path data_of(const std::string& nick) {
    return group().folder() / "data/conclave/home" / nick;
  }
};

using Texts = std::vector<std::string>;

TEST_F(Durable, KilledAndStartedAgain_RepeatsNothingAndLosesNothing) {
  auto peers = start_group({"alice", "bob", "carol"});
  peers[1]->type("from bob");
  wait_until_heard(peers, "from bob");
  peers[0]->type("from alice");
  wait_until_heard(peers, "from alice");
  kill(*peers[1]);
  peers[2]->type("meanwhile");
  wait_until_heard({peers[0], peers[2]}, "meanwhile");
  cluster::Peer& again = start("bob");
  EXPECT_EQ(again.node(), peers[1]->node());
  peers[1] = &again;
  wait_until_heard({&again}, "meanwhile");
  wait_until_settled(peers);
  EXPECT_EQ(texts_of(again), Texts{"meanwhile"});
  EXPECT_EQ(transcript(again), (Texts{"from bob", "from alice", "meanwhile"}));
  EXPECT_EQ(transcript(again), transcript(*peers[0]));
}

TEST_F(Durable, WholeGroupKilled_HasItsHistoryWhenItReturns) {
  for (cluster::Peer* peer : start_group({"alice", "bob"})) {
    peer->type("from " + peer->nick());
    wait_until([&] { return !peer->acknowledged().empty(); }, "the line is acknowledged");
  }
  for (const auto& peer : group().peers()) kill(*peer);
  cluster::Peer& bob = start("bob");
  EXPECT_EQ(transcript(bob), (Texts{"from alice", "from bob"}));
  EXPECT_TRUE(bob.heard().empty());
}

TEST_F(Durable, SecondStart_NeedsNoAddress) {
  cluster::Peer& alice = start("alice");
  cluster::Peer& bob = start("bob");
  wait_until_settled({&alice, &bob});
  kill(bob);
  wait_until([&] { return alice.others_here().empty(); }, "alice misses bob");
  wait_until_settled({&alice, &start("bob", {"--no-local"})});
}

TEST_F(Durable, TwoOfOneNick_KeepTheirLogsApart_AGivenFolderIsRefused) {
  start("alice");
  start("alice");
  EXPECT_TRUE(std::filesystem::exists(data_of("alice") / "log.db"));
  EXPECT_TRUE(std::filesystem::exists(data_of("alice-2") / "log.db"));
  const std::string refusal = printed({"bob", "--line", "--data", data_of("alice")}, 1);
  EXPECT_NE(refusal.find("another running peer keeps its log in " + data_of("alice").string()),
            std::string::npos);
  EXPECT_NE(refusal.find("--data"), std::string::npos);
}

TEST_F(Durable, Ephemeral_LeavesNothing) {
  cluster::Peer& alice = start("alice", {"--ephemeral"});
  alice.type("gone with the wind");
  wait_until([&] { return !alice.acknowledged().empty(); }, "the line is acknowledged");
  kill(alice);
  EXPECT_TRUE(std::filesystem::is_empty(group().folder() / "data"));
}

TEST_F(Durable, FolderOpenToOthers_IsRefusedWithTheCommandThatMendsIt) {
  const std::string folder = group().folder() / "open";
  ASSERT_EQ(::mkdir(folder.c_str(), 0755), 0);
  ASSERT_EQ(::chmod(folder.c_str(), 0755), 0);
  EXPECT_NE(printed({"bob", "--line", "--data", folder}, 1).find("chmod 700 " + folder), std::string::npos);
}

TEST_F(Durable, History_WhileThePeerRunsAndAfterwards_PrintsWhatIsAskedFor) {
  const auto peers = start_group({"alice", "bob"});
  for (const std::string line : {"Reboot the Switch", "is it up?", "/join garden", "the switch is up"})
    peers[1]->type(line);
  wait_until_heard({peers[0]}, "the switch is up");
  EXPECT_NE(printed({"history", "alice"}).find("lobby <bob> Reboot the Switch"), std::string::npos);
  EXPECT_EQ(printed({"history", "alice"}), printed({"history", "bob"}));
  const std::string found = printed({"history", "alice", "--search", "switch reb*"});
  EXPECT_NE(found.find("Reboot"), std::string::npos);
  EXPECT_EQ(found.find("is up"), std::string::npos);
  EXPECT_EQ(printed({"history", "alice", "--search", "nonsense"}), "");
  kill(*peers[0]);
  const std::string json = printed({"history", "alice", "--json", "--room", "#garden"});
  EXPECT_NE(json.find("\"type\":\"history\""), std::string::npos);
  EXPECT_NE(json.find("\"text\":\"the switch is up\""), std::string::npos);
  EXPECT_NE(json.find("\"room\":\"garden\",\"count\":1"), std::string::npos);
  EXPECT_NE(printed({"history", "nobody"}, 1).find("There is no log in"), std::string::npos);
}

// A file that may not grow is a full disk to its program.
TEST_F(Durable, DiskFull_OthersAreStillShown_OwnLinesWaitUntilThereIsRoom) {
  const auto peers = start_group({"alice", "bob"});
  cluster::Peer& carol = start("carol");
  const std::vector<cluster::Peer*> all = {peers[0], peers[1], &carol};
  wait_until_settled(all);
  const rlimit tight{16 * 1024, RLIM_INFINITY}, free{RLIM_INFINITY, RLIM_INFINITY};
  ASSERT_EQ(::prlimit(carol.process().pid(), RLIMIT_FSIZE, &tight, nullptr), 0);
  peers[0]->type("is there room?");
  wait_until_heard(all, "is there room?");
  wait_until([&] { return !carol.failures().empty(); }, "carol complains");
  EXPECT_EQ(carol.failures()[0].code, "store");
  EXPECT_NE(carol.failures()[0].message.find("no room left"), std::string::npos)
      << carol.failures()[0].message;
  carol.type("held back");
  peers[1]->type("the chat goes on");
  wait_until_heard(all, "the chat goes on");
  EXPECT_FALSE(has_heard(*peers[0], "held back"));
  EXPECT_TRUE(carol.acknowledged().empty());
  ASSERT_EQ(::prlimit(carol.process().pid(), RLIMIT_FSIZE, &free, nullptr), 0);
  wait_until_heard(all, "held back");
  wait_until([&] { return !carol.acknowledged().empty(); }, "carol's line is acknowledged");
  EXPECT_EQ(carol.failures().size(), 2u);
  kill(carol);
  cluster::Peer& again = start("carol");
  EXPECT_EQ(transcript(again).size(), 3u);
  EXPECT_TRUE(again.heard().empty());
}

}  // namespace
}  // namespace e2e
