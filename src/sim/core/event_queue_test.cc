#include "sim/core/event_queue.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/random.h"

namespace sim {
namespace {

TEST(EventQueue, ManyEvents_ComeByTimeAndThenAsTheyWereAsked) {
  EventQueue queue;
  base::SeededRandom random(1);
  for (std::uint64_t i = 0; i < 2000; ++i) {
    queue.push({.at = base::Instant(base::Duration(random.below(50))), .tag = i});
  }
  Event last = queue.pop();
  for (std::size_t left = queue.size(); left > 0; --left) {
    const Event next = queue.pop();
    ASSERT_GE(next.at, last.at);
    if (next.at == last.at) {
      ASSERT_GT(next.tag, last.tag);
    }
    last = next;
  }
  EXPECT_TRUE(queue.empty());
}

TEST(Timeline, TimeThatHasPassed_IsNow) {
  Timeline timeline;
  timeline.at(timeline.now - std::chrono::seconds(1), EventKind::kWake, 0, 0);
  EXPECT_EQ(timeline.queue.top().at, timeline.now);
}

}  // namespace
}  // namespace sim
