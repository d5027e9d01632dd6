// Peers find each other and talk.
#include "tests/e2e/end_to_end.h"

namespace e2e {
namespace {

using Chat = EndToEnd;

TEST_F(Chat, ThreePeers_OneSpeaks_EverybodyHearsItOnceAndItIsAcknowledged) {
  const auto peers = start_group({"alice", "bob", "carol"});
  peers[1]->type("hello from bob");
  wait_until_heard(peers, "hello from bob");
  wait_until([&] { return !peers[1]->acknowledged().empty(); }, "bob's line is acknowledged");
  EXPECT_TRUE(peers[1]->acknowledged().contains(peers[1]->heard().back().entry.id));
  for (const cluster::Peer* peer : peers) {
    ASSERT_EQ(peer->heard().size(), 1u);
    const cluster::Heard& heard = peer->heard().front();
    EXPECT_EQ(heard.entry.nick, "bob");
    EXPECT_EQ(heard.entry.room, "lobby");
    EXPECT_EQ(heard.entry.node, peers[1]->node());
    EXPECT_EQ(heard.own, peer == peers[1]);
    EXPECT_TRUE(peer->failures().empty());
  }
}

TEST_F(Chat, SecondPeer_GivenTheAddressOnly_IsNotLetIn) {
  cluster::Peer& alice = start("alice", {"--no-local"});
  cluster::Peer& bob = start("bob", {"--no-local", "--peer", alice.address()});
  wait_until([&] { return !bob.failures().empty(); }, "bob is told");
  alice.type("among ourselves");
  wait_until_heard({&alice}, "among ourselves");
  EXPECT_TRUE(alice.others_here().empty());
  EXPECT_FALSE(has_heard(bob, "among ourselves"));
}

TEST_F(Chat, LatePeer_Joins_SeesWhatWasSaidBefore) {
  auto peers = start_group({"alice", "bob"});
  peers[0]->type("said before carol came");
  wait_until_heard(peers, "said before carol came");
  peers.push_back(&start("carol"));
  wait_until_heard(peers, "said before carol came");
  EXPECT_EQ(texts_of(*peers.back()), std::vector<std::string>{"said before carol came"});
}

TEST_F(Chat, OtherGroup_OnTheSameMachine_StaysApart) {
  const auto home = start_group({"alice", "bob"});
  cluster::Peer& carol = start("carol", {"--group", "work"});
  cluster::Peer& dave = start("dave", {"--group", "work"});
  wait_until_settled({&carol, &dave});
  carol.type("work only");
  home[0]->type("home only");
  wait_until_heard({&carol, &dave}, "work only");
  wait_until_heard(home, "home only");
  EXPECT_EQ(home[0]->others_here().size(), 1u);
  EXPECT_EQ(carol.others_here().size(), 1u);
  EXPECT_FALSE(has_heard(*home[1], "work only"));
  EXPECT_FALSE(has_heard(dave, "home only"));
}

TEST_F(Chat, Nick_Changed_EverybodyIsToldAndLaterLinesCarryIt) {
  const auto peers = start_group({"alice", "bob"});
  peers[1]->type("/nick robert");
  peers[1]->type("hello again");
  wait_until_heard(peers, "hello again");
  EXPECT_EQ(peers[0]->heard().back().entry.nick, "robert");
}

TEST_F(Chat, Room_Joined_LinesCarryIt) {
  const auto peers = start_group({"alice", "bob"});
  peers[1]->type("/join garden");
  peers[1]->type("in the garden");
  wait_until_heard(peers, "in the garden");
  EXPECT_EQ(peers[0]->heard().back().entry.room, "garden");
}

TEST_F(Chat, MemberWhoLeaves_Quits_OthersAreTold) {
  const auto peers = start_group({"alice", "bob"});
  peers[1]->type("/quit");
  EXPECT_EQ(wait_for_end(peers[1]->process()), 0);
  wait_until([&] { return peers[0]->others_here().empty(); }, "alice sees bob leave");
}

TEST_F(Chat, HostileText_InLineMode_ReachesNoTerminalRaw) {
  cluster::Peer& alice = start("alice");
  cluster::Process& bob = run({"bob", "--line", "--no-discovery"});
  const Output output(bob);
  wait_until([&] { return alice.others_here().size() == 1; }, "bob is here");
  alice.type("\x1B[2Jgone\x07 \u202Eback\u202C \u009B1m");
  wait_until([&] { return output.contains("gone"); }, "bob sees the line");
  for (const std::string forbidden : {"\x1B", "\x07", "\u202E", "\u202C", "\u009B"}) {
    EXPECT_EQ(output.text().find(forbidden), std::string::npos);
  }
}

}  // namespace
}  // namespace e2e
