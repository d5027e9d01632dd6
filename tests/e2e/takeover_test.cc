// The peer that relays is killed, stopped, started again; the others go on.
#include "apps/conclave/cluster/takeover.h"

#include <gtest/gtest.h>

#include <csignal>

#include "tests/e2e/end_to_end.h"

namespace e2e {
namespace {

using cluster::Conversation;
using cluster::TakeoverOptions;
using cluster::Verdict;

class Leader : public EndToEnd {
 protected:
  Conversation play(const TakeoverOptions& options) {
    auto played = cluster::play_takeover(group(), options);
    if (!played) throw std::runtime_error(played.error().message);
    return std::move(played.value());
  }
};

// The bound is loose because the machine may be busy; bench/failover measures.
void expect_nothing_lost(const Conversation& conversation, base::Duration gap_max) {
  const Verdict verdict = cluster::judge(conversation);
  EXPECT_EQ(cluster::lost_texts(conversation), std::vector<std::string>{});
  EXPECT_EQ(verdict.twice, 0u);
  EXPECT_TRUE(verdict.identical);
  EXPECT_LT(verdict.gap, gap_max);
}

TEST_F(Leader, KilledInMidFlow_OthersGoOn_NothingLostNothingTwice) {
  expect_nothing_lost(play({.late_nick = "frank"}), 5s);
}

TEST_F(Leader, StoppedInMidFlow_ThenContinued_CatchesUpAndDoesNotLead) {
  expect_nothing_lost(play({.fault = TakeoverOptions::Fault::kStop, .lines_after = 150}), 8s);
  const cluster::Peer& stopped = *group().peers().front();
  const cluster::Peer& survivor = *group().peers().back();
  wait_until([&] { return stopped.leader() == survivor.leader(); },
             "the stopped peer follows the new leader");
  EXPECT_NE(survivor.leader(), stopped.node());
}

TEST_F(Leader, StoppedAndContinued_OthersNoticeNothingOfTheReturn) {
  const auto peers = start_group({"alice", "bob", "carol"});
  const std::vector<cluster::Peer*> others = {peers[1], peers[2]};
  peers[0]->process().signal(SIGSTOP);
  wait_until([&] { return peers[1]->leader() == peers[1]->node() && peers[2]->leader() == peers[1]->node(); },
             "bob relays");
  const std::size_t changes = peers[1]->leader_changes() + peers[2]->leader_changes();
  peers[0]->process().signal(SIGCONT);
  wait_until([&] { return peers[0]->leader() == peers[1]->node(); }, "alice follows bob");
  peers[0]->type("back again");
  wait_until_heard(peers, "back again");
  EXPECT_EQ(peers[1]->leader_changes() + peers[2]->leader_changes(), changes);
}

TEST_F(Leader, KilledAndStartedAgain_JoinsAndDoesNotTakeOver) {
  auto peers = start_group({"alice", "bob", "carol"});
  peers[0]->type("before");
  wait_until_heard(peers, "before");
  peers[0]->process().signal(SIGKILL);
  peers.erase(peers.begin());
  wait_until([&] { return peers[0]->leader() == peers[0]->node() && peers[1]->leader() == peers[0]->node(); },
             "bob relays");
  const std::size_t changes = peers[0]->leader_changes() + peers[1]->leader_changes();
  cluster::Peer& again = start("alice");
  peers.push_back(&again);
  wait_until_settled(peers);
  EXPECT_EQ(again.leader(), peers[0]->node());
  again.type("after");
  wait_until_heard(peers, "after");
  EXPECT_EQ(peers[0]->leader_changes() + peers[1]->leader_changes(), changes);
}

TEST_F(Leader, LeavesPolitely_NextTakesOver_NothingLost) {
  auto peers = start_group({"alice", "bob", "carol"});
  peers[0]->process().signal(SIGTERM);
  EXPECT_EQ(wait_for_end(peers[0]->process()), 0);
  peers.erase(peers.begin());
  peers[1]->type("still here");
  wait_until_heard(peers, "still here");
}

TEST_F(Leader, Killed_InLineMode_TheNoticeNamesTheNext) {
  const auto peers = start_group({"alice", "bob"});
  cluster::Process& carol = run({"carol", "--line", "--no-discovery"});
  const Output output(carol);
  wait_until([&] { return output.contains("alice relays"); }, "carol hears who relays");
  peers[0]->process().signal(SIGKILL);
  wait_until([&] { return output.contains("* bob relays now; nothing was lost"); },
             "carol hears of the takeover");
}

}  // namespace
}  // namespace e2e
