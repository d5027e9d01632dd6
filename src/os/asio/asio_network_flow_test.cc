// Lanes, coalescing and readers that do not keep up.
#include <gtest/gtest.h>

#include "os/asio/asio_network.h"
#include "os/asio/frame_decoder.h"
#include "os/asio/network_test_support.h"

namespace {

using namespace std::chrono_literals;
using env::Lane;
using os::test::frame_of;
using os::test::Node;
using os::test::RawClient;

class AsioNetworkFlow : public testing::Test {
 protected:
  env::LinkId accept_one(Node& node) {
    EXPECT_TRUE(test_loop_.run_until([&] { return node.listener.opened.size() == 1; }));
    return node.listener.opened.at(0);
  }

  os::test::TestLoop test_loop_;
  Node node_{test_loop_};
};

TEST_F(AsioNetworkFlow, ControlSentLast_OvertakesQueuedBulk) {
  RawClient reader(test_loop_, node_.listen());
  const env::LinkId link = accept_one(node_);
  constexpr int kBulkFrames = 3000;
  for (int i = 0; i < kBulkFrames; ++i)
    node_.network.send(link, Lane::kBulk, frame_of(std::string(1000, 'b')));
  // Fill what the kernel takes first: only then is there something to overtake.
  ASSERT_TRUE(test_loop_.run_until([&] { return node_.network.stats().frames_sent > 0; }));
  node_.network.send(link, Lane::kChat, frame_of("chat"));
  node_.network.send(link, Lane::kControl, frame_of("control"));

  std::vector<std::string> order;
  std::size_t bulk_before_control = 0;
  os::FrameDecoder decoder(env::kFrameBytesMax);
  ASSERT_TRUE(test_loop_.run_until([&] {
    reader.received.clear();
    reader.read();
    decoder.feed(reader.received);
    while (const auto frame = decoder.next()) {
      const std::string text(frame->begin(), frame->end());
      if (text.size() < 100) order.push_back(text);
      if (order.empty()) ++bulk_before_control;
    }
    test_loop_.loop.post([] {});  // the reader is no part of the loop: look again at once
    return order.size() == 2;
  }));
  EXPECT_EQ(order, (std::vector<std::string>{"control", "chat"}));
  EXPECT_LT(bulk_before_control, 400u) << "of " << kBulkFrames;
}

TEST_F(AsioNetworkFlow, FramesOfOneTick_LeaveInOneWrite) {
  RawClient reader(test_loop_, node_.listen());
  const env::LinkId link = accept_one(node_);
  for (int i = 0; i < 100; ++i) node_.network.send(link, Lane::kChat, frame_of(std::string(100, 'x')));
  ASSERT_TRUE(test_loop_.run_until([&] { return node_.network.stats().frames_sent == 100; }));
  EXPECT_EQ(node_.network.stats().writes, 1u);
}

TEST_F(AsioNetworkFlow, SlowReader_IsDroppedAndOthersAreServed) {
  os::AsioNetwork::Options options;
  options.link.queue_bytes_max = 256 * 1024;
  Node sender(test_loop_, options);
  const std::string address = sender.listen();
  RawClient stalled(test_loop_, address);
  const env::LinkId slow = accept_one(sender);
  Node healthy(test_loop_);
  healthy.network.dial(address);
  ASSERT_TRUE(test_loop_.run_until([&] { return sender.listener.opened.size() == 2; }));
  const env::LinkId fine = sender.listener.opened.at(1);

  std::size_t sent = 0;
  ASSERT_TRUE(test_loop_.run_until([&] {
    sender.listener.inside_call = true;
    sender.network.send(slow, Lane::kChat, frame_of(std::string(1000, 's')));
    sender.network.send(fine, Lane::kChat, frame_of(std::string(1000, 'f')));
    sender.listener.inside_call = false;
    ++sent;
    test_loop_.loop.post([] {});
    return sender.listener.closed_count == 1;
  }));
  EXPECT_EQ(sender.listener.reason(slow), "slow reader");
  EXPECT_EQ(sender.network.stats().dropped_slow_readers, 1u);
  ASSERT_TRUE(test_loop_.run_until([&] { return healthy.listener.frame_count == sent; }));
}

// The kernel of the other machine takes nothing in: TCP alone would go on trying for a quarter of an hour.
TEST_F(AsioNetworkFlow, NothingTakenIn_ClosesTheLinkAfterItsLimit) {
  os::AsioNetwork::Options options;
  options.link.unacknowledged_for_max = 200ms;
  Node sender(test_loop_, options);
  RawClient stalled(test_loop_, sender.listen());
  const env::LinkId link = accept_one(sender);
  for (int i = 0; i < 1000; ++i) sender.network.send(link, Lane::kBulk, frame_of(std::string(1000, 'x')));
  ASSERT_TRUE(test_loop_.run_until([&] { return sender.listener.closed_count == 1; }));
  EXPECT_EQ(sender.listener.reason(link), "the other side takes nothing in");
}

}  // namespace
