#include "os/asio/event_loop.h"

#include <gtest/gtest.h>

#include <csignal>
#include <vector>

#include "os/clock.h"

namespace {

using namespace std::chrono_literals;

class EventLoop : public testing::Test {
 protected:
  os::SystemClock clock_;
  os::EventLoop loop_{clock_};
};

TEST_F(EventLoop, AfterEvents_RunsOnceForABatch) {
  int handlers = 0;
  std::vector<int> seen;
  for (int i = 0; i < 10; ++i) loop_.post([&] { ++handlers; });
  loop_.after_events([&]() -> std::optional<base::Instant> {
    seen.push_back(handlers);
    if (handlers == 10) loop_.stop();
    return std::nullopt;
  });
  loop_.run();
  EXPECT_EQ(seen, (std::vector<int>{0, 10}));
}

TEST_F(EventLoop, Deadline_WakesWithoutAnEvent) {
  const base::Instant wake_at = clock_.now() + 20ms;
  int rounds = 0;
  loop_.after_events([&]() -> std::optional<base::Instant> {
    if (++rounds == 2) loop_.stop();
    return wake_at;
  });
  loop_.run();
  EXPECT_GE(clock_.now(), wake_at);
}

TEST_F(EventLoop, PastDeadline_RunsAgainAtOnceAndStillTakesEvents) {
  int rounds = 0;
  bool event_ran = false;
  loop_.post([&] { event_ran = true; });
  loop_.after_events([&]() -> std::optional<base::Instant> {
    if (++rounds == 1000) loop_.stop();
    return base::Instant{};
  });
  loop_.run();
  EXPECT_TRUE(event_ran);
}

TEST_F(EventLoop, EndlessHandlers_LeaveRoomForAfterEvents) {
  std::function<void()> again = [&] { loop_.post(again); };
  loop_.post(again);
  int rounds = 0;
  loop_.after_events([&]() -> std::optional<base::Instant> {
    if (++rounds == 3) loop_.stop();
    return std::nullopt;
  });
  loop_.run();
  EXPECT_EQ(rounds, 3);
}

TEST_F(EventLoop, StopSignal_ReachesTheHandlerEachTime) {
  std::vector<int> signals;
  loop_.on_stop_signal([&](int signal) {
    signals.push_back(signal);
    if (signals.size() == 2) return loop_.stop();
    std::raise(SIGTERM);
  });
  loop_.post([] { std::raise(SIGINT); });
  loop_.run();
  EXPECT_EQ(signals, (std::vector<int>{SIGINT, SIGTERM}));
}

TEST_F(EventLoop, StoppedLoop_CanRunAgain) {
  int runs = 0;
  for (int i = 0; i < 2; ++i) {
    loop_.post([&] {
      ++runs;
      loop_.stop();
    });
    loop_.run();
  }
  EXPECT_EQ(runs, 2);
}

}  // namespace
