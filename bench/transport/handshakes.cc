// What it costs to learn who is there: TLS handshakes of both ends, in memory.
#include <benchmark/benchmark.h>

#include <utility>

#include "os/tls/tls_channels.h"

namespace {

void move_wire(os::Channel& from, os::Channel& to) {
  const base::Bytes wire = std::exchange(from.output(), {});
  base::Bytes plain(16);
  to.feed(wire);
  to.shake_hands();
  to.read(plain);
}

void thousand_handshakes(benchmark::State& state) {
  const auto dialers = os::tls_channels({{1}}), listeners = os::tls_channels({{2}});
  for (auto _ : state) {
    for (int i = 0; i < 1000; ++i) {
      const auto dialer = dialers->make(true), listener = listeners->make(false);
      dialer->shake_hands();
      while (listener->state() == os::Channel::State::kHandshake) {
        move_wire(*dialer, *listener);
        move_wire(*listener, *dialer);
      }
    }
  }
}
BENCHMARK(thousand_handshakes)->Unit(benchmark::kMillisecond);

}  // namespace
