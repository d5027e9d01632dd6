// When what comes in is taken in.
#include "node/inbox.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "node/testing/stranger.h"

namespace node {
namespace {

using namespace std::chrono_literals;
using testing::Stranger;
using testing::VirtualGroup;

// A keep-alive of an edition that never came is answered by asking for the whole.
constexpr std::uint64_t kNeverSaid = 99;

// A member that host 0 knows, and its own questions so far.
class WaitingKeepAlive : public ::testing::Test {
 protected:
  WaitingKeepAlive() {
    group.start_all(2);
    stranger.emplace(group, 0, 9);
    stranger->join(false);
    before = questions();
  }
  std::ptrdiff_t questions() {
    const auto heartbeats = stranger->received<protocol::Heartbeat>();
    return std::count_if(heartbeats.begin(), heartbeats.end(), [](const protocol::Heartbeat& h) { return h.probe; });
  }

  VirtualGroup group;
  std::optional<Stranger> stranger;
  std::ptrdiff_t before = 0;
};

TEST_F(WaitingKeepAlive, AloneInTheInbox_WaitsForOtherFramesButNotForLong) {
  const base::Instant sent = group.now();
  stranger->send(protocol::KeepAlive{.edition = kNeverSaid});
  EXPECT_EQ(questions(), before) << "nobody else had anything to say";
  ASSERT_TRUE(group.run_until([&] { return questions() > before; }, 1s));
  EXPECT_LE(group.now() - sent, protocol::kKeepAliveWaits + 5ms);
}

TEST_F(WaitingKeepAlive, WithWhatCannotWait_IsTakenInAtOnce) {
  stranger->send(protocol::KeepAlive{.edition = kNeverSaid});
  stranger->heartbeat();
  EXPECT_EQ(questions(), before + 1);
}

}  // namespace
}  // namespace node
