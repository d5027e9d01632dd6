#include "os/asio/send_queue.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "os/asio/frame_decoder.h"

namespace {

constexpr std::size_t kWriteBytes = 64;

base::SharedBytes frame_of(const std::string& text) {
  return std::make_shared<base::Bytes>(text.begin(), text.end());
}

// One write's worth of bytes.
base::Bytes take(os::SendQueue& queue) {
  base::Bytes out;
  queue.take(out, kWriteBytes);
  return out;
}

std::vector<std::string> drain(os::SendQueue& queue) {
  os::FrameDecoder decoder(1 << 20);
  std::vector<std::string> frames;
  while (!queue.empty()) {
    const base::Bytes written = take(queue);
    decoder.feed(written);
    while (const auto frame = decoder.next()) frames.emplace_back(frame->begin(), frame->end());
  }
  return frames;
}

TEST(SendQueue, Lanes_ControlBeforeChatBeforeBulk) {
  os::SendQueue queue(10'000);
  queue.push(env::Lane::kBulk, frame_of("bulk 1"));
  queue.push(env::Lane::kChat, frame_of("chat 1"));
  queue.push(env::Lane::kBulk, frame_of("bulk 2"));
  queue.push(env::Lane::kControl, frame_of("control 1"));
  queue.push(env::Lane::kControl, frame_of("control 2"));
  EXPECT_EQ(drain(queue), (std::vector<std::string>{"control 1", "control 2", "chat 1", "bulk 1", "bulk 2"}));
}

TEST(SendQueue, SmallFrames_ShareOneWrite) {
  os::SendQueue queue(10'000);
  for (int i = 0; i < 10; ++i) queue.push(env::Lane::kChat, frame_of("12"));
  base::Bytes out;
  EXPECT_EQ(queue.take(out, kWriteBytes), 10u);
  EXPECT_EQ(out.size(), 60u);
  EXPECT_TRUE(queue.empty());
}

TEST(SendQueue, EveryWrite_StaysWithinItsLimit) {
  os::SendQueue queue(100'000);
  for (std::size_t size = 1; size < 200; ++size) {
    queue.push(env::Lane::kBulk, frame_of(std::string(size, 'b')));
  }
  while (!queue.empty()) ASSERT_LE(take(queue).size(), kWriteBytes);
}

TEST(SendQueue, LargeFrame_IsSplitAndStaysWhole) {
  os::SendQueue queue(10'000);
  const std::string large(1000, 'L');
  queue.push(env::Lane::kBulk, frame_of(large));
  queue.push(env::Lane::kBulk, frame_of("after"));
  EXPECT_EQ(drain(queue), (std::vector<std::string>{large, "after"}));
}

TEST(SendQueue, ControlDuringSplitFrame_WaitsForItsEndAlone) {
  os::SendQueue queue(10'000);
  const std::string large(100, 'L');
  queue.push(env::Lane::kBulk, frame_of(large));
  queue.push(env::Lane::kBulk, frame_of("bulk"));
  base::Bytes stream = take(queue);
  queue.push(env::Lane::kControl, frame_of("control"));
  const base::Bytes rest = take(queue);
  stream.insert(stream.end(), rest.begin(), rest.end());
  os::FrameDecoder decoder(100);
  decoder.feed(stream);
  std::vector<std::string> frames;
  while (const auto frame = decoder.next()) frames.emplace_back(frame->begin(), frame->end());
  EXPECT_EQ(frames, (std::vector<std::string>{large, "control", "bulk"}));
}

TEST(SendQueue, Full_RefusesTheFrameAndKeepsTheRest) {
  os::SendQueue queue(200);
  EXPECT_TRUE(queue.push(env::Lane::kChat, frame_of("kept")));
  EXPECT_FALSE(queue.push(env::Lane::kControl, frame_of(std::string(100, 'x'))));
  EXPECT_EQ(drain(queue), std::vector<std::string>{"kept"});
}

TEST(SendQueue, TinyFrames_AreBoundedByTheirRealCost) {
  os::SendQueue queue(64 * 1024);
  int accepted = 0;
  while (queue.push(env::Lane::kChat, frame_of("x"))) ++accepted;
  EXPECT_LT(accepted, 1024);
}

TEST(SendQueue, Drained_TakesAFullLoadAgain) {
  os::SendQueue queue(1000);
  for (int round = 0; round < 10; ++round) {
    ASSERT_TRUE(queue.push(env::Lane::kBulk, frame_of(std::string(900, 'x'))));
    drain(queue);
  }
}

TEST(SendQueue, ClearedInTheMiddleOfAFrame_StartsAfresh) {
  os::SendQueue queue(10'000);
  queue.push(env::Lane::kBulk, frame_of(std::string(1000, 'L')));
  take(queue);
  queue.clear();
  EXPECT_TRUE(queue.empty());
  queue.push(env::Lane::kChat, frame_of("new"));
  EXPECT_EQ(drain(queue), std::vector<std::string>{"new"});
}

}  // namespace
