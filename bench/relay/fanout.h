// One relay in a process of its own, one publisher and many subscribers here, in one thread: what comes in is counted.
#pragma once

#include <sys/types.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "os/clock.h"

namespace bench_relay {

inline constexpr std::size_t kMessageBytes = 100;

class Fanout {
 public:
  virtual ~Fanout() = default;
  Fanout(const Fanout&) = delete;
  Fanout& operator=(const Fanout&) = delete;

  // To be passed on to every subscriber.
  virtual void publish(std::size_t messages) = 0;
  virtual pid_t relay() const = 0;

  // How many messages each subscriber has received.
  const std::vector<std::size_t>& received() const { return received_; }
  std::size_t slowest() const { return *std::min_element(received_.begin(), received_.end()); }
  // Called for every message that comes in.
  std::function<void()> on_delivery = [] {};

  // Goes on taking in for so long.
  base::Status rest(base::Duration duration);
  // An error if the condition did not come true within that time, or a connection ended.
  base::Status run_until(const std::function<bool()>& condition, base::Duration limit, const std::string& what);

 protected:
  explicit Fanout(std::size_t subscribers) : received_(subscribers) {}
  // Publishes until everybody gets it: a link that is open here may not be at the other end. Then counts begin.
  base::Status warm_up();
  void count(std::size_t subscriber) {
    ++received_[subscriber];
    on_delivery();
  }

  os::SystemClock clock_;

 private:
  // Sends what is waiting and takes in what has come; waits for the first of it up to `limit`.
  virtual base::Status turn(base::Duration limit) = 0;

  std::vector<std::size_t> received_;
};

// Our network alone, as in a peer: `bench_relay --serve` passes on what comes in, in one thread.
base::Result<std::unique_ptr<Fanout>> start_own(std::size_t subscribers);
int serve();

// nats-server of Debian, a subject that all subscribe to. An error where it is not installed.
base::Result<std::unique_ptr<Fanout>> start_nats(std::size_t subscribers);

}  // namespace bench_relay
