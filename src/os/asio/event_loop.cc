#include "os/asio/event_loop.h"

#include <boost/asio/post.hpp>
#include <csignal>
#include <utility>

namespace os {

namespace {

// A flood of input must not keep the program from ticking; a batch this long still spreads a tick's cost.
constexpr int kHandlersPerBatchMax = 128;
// Nor must one whose handlers are slow: heartbeats wait behind them.
constexpr std::chrono::milliseconds kBatchMax{10};

}  // namespace

void EventLoop::on_stop_signal(SignalHandler handler) {
  on_signal_ = std::move(handler);
  if (signals_) return;
  signals_.emplace(context_, SIGINT, SIGTERM);
  await_signal();
}

void EventLoop::await_signal() {
  signals_->async_wait([this](const boost::system::error_code& error, int signal) {
    if (error) return;
    await_signal();
    on_signal_(signal);
  });
}

void EventLoop::post(std::function<void()> work) { boost::asio::post(context_, std::move(work)); }

void EventLoop::run() {
  while (!stopping_) {
    const std::optional<base::Instant> wake_at = after_events_ ? after_events_() : std::nullopt;
    if (stopping_) break;
    begin_turn();
    wait_for_event(wake_at);
    run_ready_handlers();
  }
  stopping_ = false;
}

void EventLoop::begin_turn() {
  ++turn_;
  for (std::function<void()>& work : std::exchange(next_turn_, {})) post(std::move(work));
}

void EventLoop::wait_for_event(std::optional<base::Instant> wake_at) {
  if (!wake_at) {
    context_.run_one();
    return;
  }
  const base::Duration left = *wake_at - clock_.now();
  if (left > base::Duration::zero()) context_.run_one_for(left);
}

void EventLoop::run_ready_handlers() {
  const base::Instant until = clock_.now() + kBatchMax;
  for (int i = 1; i < kHandlersPerBatchMax && !stopping_; ++i) {
    if (context_.poll_one() == 0 || clock_.now() > until) return;
  }
}

}  // namespace os
