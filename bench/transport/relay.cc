// What one relay can do: messages of 100 bytes, each sent to 100 links on this machine, with TLS and without.
// Sender and receivers share one thread, so a peer that only sends does better.
//   bench_transport
#include <benchmark/benchmark.h>

#include <memory>
#include <vector>

#include "bench/transport/plain_channels.h"
#include "os/asio/asio_network.h"
#include "os/asio/event_loop.h"
#include "os/clock.h"

namespace {

constexpr std::size_t kLinks = 100;
constexpr std::size_t kMessageBytes = 100;

class CountingListener final : public env::Network::Listener {
 public:
  void link_opened(env::LinkId link, bool, const env::Remote&) override { links.push_back(link); }
  void frame_received(env::LinkId, base::ByteView) override { ++frames; }
  void link_closed(env::LinkId, std::string_view) override { ++closed; }

  std::vector<env::LinkId> links;
  std::size_t frames = 0;
  std::size_t closed = 0;
};

class Relay {
 public:
  explicit Relay(bool tls) : sender_(loop_, roomy(tls)), receivers_(loop_, roomy(tls)) {
    sender_.attach(from_receivers_);
    receivers_.attach(from_sender_);
    sender_.identify({{1}});
    receivers_.identify({{2}});
    const auto address = receivers_.listen("127.0.0.1:0");
    for (std::size_t i = 0; i < kLinks; ++i) sender_.dial(address.value());
    run_until(
        [this] { return from_sender_.links.size() == kLinks && from_receivers_.links.size() == kLinks; });
  }

  // Sends `messages` to every link within one tick, and waits until all have arrived.
  void send(std::size_t messages) {
    const std::size_t expected = from_sender_.frames + messages * kLinks;
    for (std::size_t i = 0; i < messages; ++i) {
      const auto frame = std::make_shared<base::Bytes>(kMessageBytes, std::uint8_t{'x'});
      for (const env::LinkId link : from_receivers_.links) sender_.send(link, env::Lane::kChat, frame);
    }
    run_until([&] { return from_sender_.frames == expected || from_sender_.closed > 0; });
  }

  bool broken() const { return from_sender_.closed > 0; }
  std::uint64_t writes() const { return sender_.stats().writes; }

 private:
  static os::AsioNetwork::Options roomy(bool tls) {
    os::AsioNetwork::Options options;
    options.inbound.silent_per_address_max = kLinks;
    options.link.first_frame_timeout = std::chrono::hours(1);
    if (!tls)
      options.channels = [](const base::KeySeed&) { return std::make_unique<bench::PlainChannels>(); };
    return options;
  }

  template <class Condition>
  void run_until(Condition condition) {
    loop_.after_events([&]() -> std::optional<base::Instant> {
      if (condition()) loop_.stop();
      return std::nullopt;
    });
    loop_.run();
  }

  os::SystemClock clock_;
  os::EventLoop loop_{clock_};
  CountingListener from_receivers_, from_sender_;
  os::AsioNetwork sender_, receivers_;
};

void relay_to_100_links(benchmark::State& state) {
  const auto messages = static_cast<std::size_t>(state.range(0));
  Relay relay(state.range(1) != 0);
  const std::uint64_t writes_before = relay.writes();
  for (auto _ : state) {
    relay.send(messages);
    if (relay.broken()) state.SkipWithError("a link was dropped");
  }
  const double sent = static_cast<double>(state.iterations()) * static_cast<double>(messages);
  state.counters["messages_per_second"] = benchmark::Counter(sent, benchmark::Counter::kIsRate);
  state.counters["frames_per_write"] = sent * kLinks / static_cast<double>(relay.writes() - writes_before);
}
BENCHMARK(relay_to_100_links)
    ->ArgNames({"messages_per_tick", "tls"})
    ->ArgsProduct({{1, 16, 128}, {0, 1}})
    ->UseRealTime();

}  // namespace
