// The original chat with its flaws, which are the yardstick: they must show, or there is nothing to measure.
#include <gtest/gtest.h>

#include <deque>

#include "tests/examples/example.h"

namespace examples_test {
namespace {

class P2pChat : public testing::Test {
 protected:
  Example& start(const std::string& nick, const std::string& server) {
    return nodes_.emplace_back("p2p_chat", std::vector{nick, server});
  }

  // Says `line` through `speaker` until `condition` holds: the original loses lines, so a test repeats them.
  bool repeat(Example& speaker, const std::string& line, const std::function<bool()>& condition) {
    return speaker.wait_until([&] {
      speaker.say(line);
      return condition();
    });
  }

  // Three nodes that agree on who leads; the first one started is everybody's server.
  void start_three() {
    Example& peter = start("peter", "-");
    for (const char* nick : {"paul", "mary"}) start(nick, peter.address());
    const std::string lowest = lowest_address();
    ASSERT_TRUE(repeat(peter, "LEADER", [&] { return all_heard("LEADER: " + lowest); }));
  }

  bool all_heard(const std::string& part) {
    bool all = true;
    for (Example& node : nodes_) {
      node.read();
      all = all && node.has_printed(part);
    }
    return all;
  }

  Example* node_at(const std::string& address) {
    for (Example& node : nodes_) {
      if (node.address() == address) return &node;
    }
    return nullptr;
  }

  std::string lowest_address() {
    std::string lowest = nodes_.front().address();
    for (Example& node : nodes_) lowest = std::min(lowest, node.address());
    return lowest;
  }

  std::deque<Example> nodes_;
};

TEST_F(P2pChat, LineSaid_EveryNodePrintsIt) {
  start_three();
  nodes_[1].say("hello all");
  for (Example& node : nodes_) node.wait_for("paul: hello all");
}

TEST_F(P2pChat, AskedWhoLeads_LowestAddressByText) {
  start_three();
  Example& asking = nodes_[1];
  asking.say("LEADER");
  asking.wait_for("paul: LEADER");
  asking.wait_for("LEADER: " + lowest_address());
}

TEST_F(P2pChat, LeaderKilled_NextLowestLeadsAndWhatWasSaidBetweenIsLost) {
  start_three();
  node_at(lowest_address())->kill();
  const std::string dead = lowest_address();
  std::erase_if(nodes_, [&](Example& node) { return node.address() == dead; });
  const std::string next = lowest_address();

  Example& speaker = nodes_[0];
  speaker.say("said to the dead");
  ASSERT_TRUE(repeat(speaker, "LEADER", [&] { return all_heard("LEADER: " + next); }));
  for (Example& node : nodes_) EXPECT_FALSE(node.has_printed("said to the dead"));
}

TEST_F(P2pChat, SaidBeforeThereIsALeader_IsLost) {
  Example& lonely = start("lonely", "-");
  lonely.address();
  lonely.say("too early");
  ASSERT_TRUE(repeat(lonely, "in time", [&] { return lonely.has_printed("lonely: in time"); }));
  EXPECT_FALSE(lonely.has_printed("too early"));
}

TEST_F(P2pChat, LateJoiner_SeesNothingOfWhatWasSaid) {
  Example& peter = start("peter", "-");
  ASSERT_TRUE(repeat(peter, "warm", [&] { return peter.has_printed("peter: warm"); }));
  peter.say("before");
  peter.wait_for("peter: before");
  Example& late = start("late", peter.address());
  ASSERT_TRUE(repeat(peter, "after", [&] { return all_heard("peter: after"); }));
  EXPECT_FALSE(late.has_printed("peter: before"));
}

TEST_F(P2pChat, EqualLinesOfOneTick_Merge) {
  Example& peter = start("peter", "-");
  ASSERT_TRUE(repeat(peter, "warm", [&] { return peter.has_printed("peter: warm"); }));
  peter.say("twice\ntwice");
  peter.say("end");
  peter.wait_for("peter: end");
  EXPECT_EQ(peter.count("peter: twice"), 1);
}

}  // namespace
}  // namespace examples_test
