// EventLoop: the one thread a peer runs in. It owns the boost::asio::io_context, runs what is ready, lets the
// program tick, and sleeps. It must outlive everything that was built on it. Idle, it costs nothing.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "base/time.h"
#include "env/clock.h"

namespace os {

class EventLoop {
 public:
  // Runs after each batch of events and once at the start. Answers when it wants to run again even if nothing
  // happens: a past instant means at once, nothing means only after an event. Millisecond precision.
  using AfterEvents = std::function<std::optional<base::Instant>()>;
  using SignalHandler = std::function<void(int signal)>;

  explicit EventLoop(const env::Clock& clock) : clock_(clock) {}
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  void after_events(AfterEvents callback) { after_events_ = std::move(callback); }

  // SIGINT and SIGTERM no longer end the process; `handler` runs in the loop, each time.
  void on_stop_signal(SignalHandler handler);

  // Runs `work` in the loop, never from inside the caller.
  void post(std::function<void()> work);

  // Turns are what runs between two calls of `after_events`. Runs `work` in the next one, which comes at
  // once.
  void in_next_turn(std::function<void()> work) { next_turn_.push_back(std::move(work)); }
  std::uint64_t turn() const { return turn_; }

  base::Instant now() const { return clock_.now(); }

  // Until stop(). May be called again.
  void run();
  void stop() { stopping_ = true; }

  boost::asio::io_context& context() { return context_; }

 private:
  void begin_turn();
  void wait_for_event(std::optional<base::Instant> wake_at);
  void run_ready_handlers();
  void await_signal();

  const env::Clock& clock_;
  boost::asio::io_context context_{1};  // one thread: no locking
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> keep_running_{
      context_.get_executor()};
  std::optional<boost::asio::signal_set> signals_;
  SignalHandler on_signal_;
  AfterEvents after_events_;
  std::vector<std::function<void()>> next_turn_;
  std::uint64_t turn_ = 0;
  bool stopping_ = false;
};

}  // namespace os
