#include "bench/relay/fanout.h"

namespace bench_relay {

using namespace std::chrono_literals;

base::Status Fanout::run_until(const std::function<bool()>& condition, base::Duration limit, const std::string& what) {
  const base::Instant until = clock_.now() + limit;
  while (!condition()) {
    const base::Duration left = until - clock_.now();
    if (left <= 0ms) return base::Error{"waited in vain until " + what};
    if (base::Status turned = turn(left); !turned) return turned;
  }
  return base::Done{};
}

base::Status Fanout::rest(base::Duration duration) {
  const base::Instant until = clock_.now() + duration;
  while (clock_.now() < until) {
    if (base::Status turned = turn(until - clock_.now()); !turned) return turned;
  }
  return base::Done{};
}

base::Status Fanout::warm_up() {
  const base::Instant until = clock_.now() + 20s;
  while (slowest() == 0) {
    publish(1);
    const base::Instant again = std::min(clock_.now() + 100ms, until);
    if (base::Status heard = run_until([&] { return slowest() > 0 || clock_.now() >= again; }, 20s, "a message is at everybody"); !heard) return heard;
    if (clock_.now() >= until) return base::Error{"a message never came to everybody"};
  }
  if (base::Status rested = rest(200ms); !rested) return rested;  // the last of them come
  received_.assign(received_.size(), 0);
  return base::Done{};
}

}  // namespace bench_relay
