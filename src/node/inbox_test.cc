// When what comes in is taken in.
#include "node/inbox.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "node/testing/stranger.h"

namespace node {
namespace {

using namespace std::chrono_literals;
using testing::Stranger;
using testing::VirtualGroup;

// A keep-alive of an edition that never came is answered by asking for the whole.
constexpr std::uint64_t kNeverSaid = 99;

std::ptrdiff_t questions(Stranger& stranger) {
  const auto heartbeats = stranger.received<protocol::Heartbeat>();
  return std::count_if(heartbeats.begin(), heartbeats.end(), [](const protocol::Heartbeat& h) { return h.probe; });
}

TEST(Inbox, KeepAlive_WaitsForOtherFramesButNotForLong) {
  VirtualGroup group;
  group.start_all(2);
  Stranger stranger(group, 0, 9);
  stranger.join(false);
  const std::ptrdiff_t before = questions(stranger);
  const base::Instant sent = group.now();
  stranger.send(protocol::KeepAlive{.edition = kNeverSaid});
  EXPECT_EQ(questions(stranger), before) << "nobody else had anything to say";
  ASSERT_TRUE(group.run_until([&] { return questions(stranger) > before; }, 1s));
  EXPECT_LE(group.now() - sent, protocol::kKeepAliveWaits + 5ms);
}

TEST(Inbox, KeepAlive_IsTakenInWithWhatCannotWait) {
  VirtualGroup group;
  group.start_all(2);
  Stranger stranger(group, 0, 9);
  stranger.join(false);
  const std::ptrdiff_t before = questions(stranger);
  stranger.send(protocol::KeepAlive{.edition = kNeverSaid});
  stranger.heartbeat();
  EXPECT_EQ(questions(stranger), before + 1);
}

}  // namespace
}  // namespace node
