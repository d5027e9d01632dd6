// A member that sends without end, and one that says a word now and then.
#include <gtest/gtest.h>

#include "os/asio/asio_network.h"
#include "os/asio/network_test_support.h"

namespace {

using namespace std::chrono_literals;
using os::test::framed;
using os::test::Node;
using os::test::RawClient;

// A read takes so much; what it completes may have begun in the one before.
constexpr std::size_t kBodyBytes = 100;
constexpr std::size_t kFramesOfTurn = 2 * os::LinkScratch::kBytes / kBodyBytes;

class Fairness : public testing::Test {
 protected:
  // Lets `flooder` send without end, and `honest` ten words, each once the one before has come. Answers with
  // the most turns that a word waited, and how much of the flood was taken in any one of them.
  struct Worst {
    std::uint64_t turns = 0, frames = 0;
  };
  Worst talk_beside_flood(Node& node, RawClient& flooder, RawClient& honest) {
    const base::Bytes flood = flood_of(200);
    const base::Bytes word = framed("word");
    flooder.write(flood_of(20'000));  // so that there is always more to read
    std::uint64_t said_in_turn = 0, words = 0, turn = 0;
    std::size_t frames_before = 0;
    Worst worst;
    EXPECT_TRUE(test_loop_.run_until([&] {
      ++turn;
      test_loop_.loop.post([] {});
      flooder.write(flood);
      worst.frames =
          std::max<std::uint64_t>(worst.frames, node.listener.links[1].frames.size() - frames_before);
      frames_before = node.listener.links[1].frames.size();
      if (node.listener.links[2].frames.size() == words) {
        if (words > 0) worst.turns = std::max(worst.turns, turn - said_in_turn);
        honest.write(word);
        said_in_turn = turn;
        ++words;
      }
      return words == 10;
    }));
    return worst;
  }

  static base::Bytes flood_of(int frames) {
    base::Bytes bytes;
    const base::Bytes one = framed(std::string(kBodyBytes, 'x'));
    for (int i = 0; i < frames; ++i) bytes.insert(bytes.end(), one.begin(), one.end());
    return bytes;
  }

  os::test::TestLoop test_loop_;
};

TEST_F(Fairness, FloodOfOneLink_DelaysAnotherByAFewTurnsOfOneReadEach) {
  Node node(test_loop_);
  const std::string address = node.listen();
  RawClient flooder(test_loop_, address), honest(test_loop_, address);
  ASSERT_TRUE(test_loop_.run_until([&] { return node.listener.opened.size() == 2; }));
  honest.socket().set_option(boost::asio::ip::tcp::no_delay(true));
  const Worst worst = talk_beside_flood(node, flooder, honest);
  EXPECT_LE(worst.turns, 3u);
  EXPECT_LE(worst.frames, kFramesOfTurn);
  EXPECT_GT(worst.frames, kFramesOfTurn / 8) << "there was a flood";
  EXPECT_GT(node.network.stats().reads_put_off, 0u);
}

// TCP makes it wait; not a frame is lost.
TEST_F(Fairness, LinkBeyondItsAllowance_IsReadNoFasterAndLosesNothing) {
  os::AsioNetwork::Options options;
  options.link.inflow = {.per_second = 400'000, .burst = 20'000};
  Node node(test_loop_, options);
  RawClient client(test_loop_, node.listen());
  ASSERT_TRUE(test_loop_.run_until([&] { return node.listener.opened.size() == 1; }));
  const base::Bytes flood = flood_of(1000);
  const base::Instant started = test_loop_.clock.now();
  client.write(flood);
  ASSERT_TRUE(test_loop_.run_until([&] {
    test_loop_.loop.post([] {});
    client.write({});
    return node.listener.frame_count == 1000;
  }));
  EXPECT_GE(test_loop_.clock.now() - started, 180ms) << "100 KB, of which 20 KB at once";
  EXPECT_GE(node.network.stats().reads_throttled, 1u);
  EXPECT_TRUE(node.listener.links[1].closed.empty());
}

}  // namespace
