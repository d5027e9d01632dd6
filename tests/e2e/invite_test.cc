// Two people on two machines: an invite on one, `conclave join` on the other, and every way that can fail. A
// machine is a cluster of its own here: nothing on disk is shared.
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "os/clock.h"
#include "tests/e2e/end_to_end.h"

namespace e2e {
namespace {

base::Instant now() { return os::SystemClock().now(); }

class Machine {
 public:
  Machine() : cluster_(created()) {}

  cluster::Process& run(std::vector<std::string> arguments) {
    auto process = cluster_->run(std::move(arguments));
    if (!process) throw std::runtime_error(process.error().message);
    return *process.value();
  }
  cluster::Peer& chat(const std::string& nick, std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--json", "--no-discovery"});
    return *peers_.emplace_back(std::make_unique<cluster::Peer>(nick, run(std::move(arguments))));
  }
  void go_on() { cluster_->run_until(now() + 20ms); }

 private:
  static std::unique_ptr<cluster::Cluster> created() {
    auto cluster = cluster::Cluster::create(std::string(CONCLAVE_BIN_DIR) + "/conclave");
    if (!cluster) throw std::runtime_error(cluster.error().message);
    return std::move(cluster.value());
  }

  std::unique_ptr<cluster::Cluster> cluster_;
  std::vector<std::unique_ptr<cluster::Peer>> peers_;
};

bool failed_with(const cluster::Peer& peer, const std::string& code) {
  return std::ranges::any_of(peer.failures(),
                             [&](const cluster::Failure& failure) { return failure.code == code; });
}

class Invites : public testing::Test {
 protected:
  void until(const std::function<bool()>& condition, const std::string& what) {
    const base::Instant limit = now() + kPatience;
    while (!condition()) {
      if (now() > limit) throw std::runtime_error("Awaited in vain: " + what);
      here.go_on();
      there.go_on();
    }
  }
  void until_ready(const cluster::Peer& peer) {
    until([&] { return peer.ready() || peer.process().ended(); }, peer.nick() + " is ready");
    if (!peer.ready()) throw std::runtime_error(peer.nick() + " ended at once: " + peer.process().errors());
  }
  // What a command prints, which ends with `status`; where that is not 0, what it says on standard error.
  std::string printed(Machine& machine, std::vector<std::string> arguments, int status = 0) {
    cluster::Process& process = machine.run(std::move(arguments));
    const Output output(process);
    until([&] { return process.ended().has_value(); }, "a command ends");
    EXPECT_EQ(*process.ended(), status) << output.text() << process.errors();
    return status == 0 ? output.text() : process.errors();
  }
  std::string link_of(std::vector<std::string> options = {}) {
    options.insert(options.begin(), "invite");
    const std::string text = printed(here, std::move(options));
    return text.substr(0, text.find('\n'));
  }
  void until_together(const cluster::Peer& one, const cluster::Peer& other) {
    until(
        [&] { return one.others_here().contains(other.node()) && other.others_here().contains(one.node()); },
        "both see each other");
  }
  void talk(cluster::Peer& one, cluster::Peer& other, const std::string& text) {
    one.type(text + " there");
    other.type(text + " back");
    until([&] { return has_heard(other, text + " there") && has_heard(one, text + " back"); }, text);
  }
  void quit(cluster::Peer& peer) {
    peer.process().end_input();
    until([&] { return peer.process().ended().has_value(); }, "a peer ends");
  }

  Machine here, there;
};

TEST_F(Invites, FromAnotherMachine_BothChat_AndComeBackWithoutAWord) {
  cluster::Peer& alice = here.chat("alice", {"alice"});
  until_ready(alice);
  cluster::Peer& bob = there.chat("bob", {"join", link_of(), "bob"});
  until_ready(bob);
  until_together(alice, bob);
  talk(alice, bob, "first");
  quit(alice);
  quit(bob);

  cluster::Peer& alice_again = here.chat("alice", {});
  cluster::Peer& bob_again = there.chat("bob", {});
  until_ready(alice_again);
  until_ready(bob_again);
  EXPECT_EQ(alice_again.node(), alice.node());
  EXPECT_EQ(bob_again.node(), bob.node());
  EXPECT_EQ(alice_again.address(), alice.address());
  until_together(alice_again, bob_again);
  talk(bob_again, alice_again, "second");
}

TEST_F(Invites, UsedUp_TheNextIsTold) {
  cluster::Peer& alice = here.chat("alice", {"alice"});
  until_ready(alice);
  const std::string link = link_of();
  cluster::Peer& bob = there.chat("bob", {"join", link, "bob"});
  until_ready(bob);
  until_together(alice, bob);
  cluster::Peer& carol = there.chat("carol", {"--join", link, "carol", "--no-local"});
  until_ready(carol);
  until([&] { return failed_with(carol, "invite_used_up"); }, "carol is told that the invite is used up");
  EXPECT_TRUE(carol.others_here().empty());
}

TEST_F(Invites, ExpiredOrMistypedOrCutOff_OneSentenceSaysSo) {
  until_ready(here.chat("alice", {"alice"}));
  const std::string link = link_of({"--for", "1s"});
  const base::Instant later = now() + 2s;
  until([&] { return now() > later; }, "the invite expires");
  EXPECT_NE(printed(there, {"join", link, "bob"}, 1).find("expired"), std::string::npos);
  std::string mistyped = link;
  mistyped[30] = mistyped[30] == 'a' ? 'b' : 'a';
  EXPECT_NE(printed(there, {"join", mistyped, "bob"}, 2).find("mistyped"), std::string::npos);
  EXPECT_NE(printed(there, {"join", link.substr(0, 60), "bob"}, 2).find("cut off"), std::string::npos);
}

TEST_F(Invites, Removed_IsGone_AndIsToldSo) {
  cluster::Peer& alice = here.chat("alice", {"alice"});
  until_ready(alice);
  cluster::Peer& bob = there.chat("bob", {"join", link_of(), "bob"});
  until_ready(bob);
  until_together(alice, bob);
  EXPECT_NE(printed(here, {"members"}).find("bob"), std::string::npos);
  printed(here, {"remove", "bob"});
  until([&] { return alice.others_here().empty(); }, "bob is gone from alice's room");
  EXPECT_NE(printed(here, {"members"}).find("removed by alice"), std::string::npos);
  quit(bob);
  cluster::Peer& bob_again = there.chat("bob", {});
  until_ready(bob_again);
  until([&] { return failed_with(bob_again, "removed"); }, "bob is told that he was removed");
  alice.type("among ourselves");
  until([&] { return has_heard(alice, "among ourselves"); }, "alice talks on");
  EXPECT_FALSE(has_heard(bob_again, "among ourselves"));
}

TEST_F(Invites, Commands_AskTheRunningPeer_OrSayThatThereIsNone) {
  EXPECT_NE(printed(here, {"invite", "alice"}, 1).find("Start it"), std::string::npos);
  cluster::Peer& alice = here.chat("alice", {"alice"});
  until([&] { return alice.leader() == alice.node() && alice.ready(); }, "alice leads");
  EXPECT_NE(printed(here, {"status"}).find("You relay."), std::string::npos);
  EXPECT_NE(printed(here, {"why", "leader"}).find("alice"), std::string::npos);
  EXPECT_NE(printed(here, {"members", "--json"}).find("\"nick\":\"alice\""), std::string::npos);
  EXPECT_NE(printed(here, {"remove", "nobody"}, 1).find("Nobody"), std::string::npos);
}

TEST_F(Invites, OfAnotherGroupOfThatName_IsRefused_UntilItIsCalledDifferently) {
  until_ready(here.chat("alice", {"alice"}));
  cluster::Peer& bob = there.chat("bob", {"bob"});
  until_ready(bob);
  quit(bob);
  const std::string link = link_of();
  EXPECT_NE(printed(there, {"join", link, "bob"}, 1).find("--group"), std::string::npos);
  until_ready(there.chat("bob", {"join", link, "bob", "--group", "alices"}));
}

}  // namespace
}  // namespace e2e
