#include <gtest/gtest.h>

#include <vector>

#include "tests/examples/example.h"

namespace examples_test {
namespace {

std::vector<Example> make_ring(std::size_t nodes, const std::string& visits) {
  std::vector<Example> ring;
  for (std::size_t i = 0; i < nodes; ++i) ring.emplace_back("token_ring", std::vector{visits});
  for (std::size_t i = 0; i < nodes; ++i) ring[i].say(ring[(i + 1) % nodes].address());
  return ring;
}

TEST(TokenRing, ThreeNodes_EachGetsTheTokenEveryRound) {
  std::vector<Example> ring = make_ring(3, "5");
  ring[0].say("start");
  for (Example& node : ring) {
    EXPECT_EQ(node.exit_code(), 0) << node.errors();
    EXPECT_EQ(node.count(node.address() + ": Got token!"), 5);
  }
}

TEST(TokenRing, NextNodeToldLate_TokenGoesOn) {
  Example first("token_ring", {"2"}), second("token_ring", {"1"});
  const std::string to = second.address();
  first.address();
  first.say("start");
  first.wait_for("Got token!");
  first.say(to);
  second.wait_for("Got token!");
}

}  // namespace
}  // namespace examples_test
