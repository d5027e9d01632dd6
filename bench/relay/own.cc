#include <cstdio>
#include <filesystem>
#include <optional>
#include <unordered_map>
#include <utility>

#include "apps/conclave/cluster/process.h"
#include "bench/relay/fanout.h"
#include "os/asio/asio_network.h"
#include "os/asio/event_loop.h"

namespace bench_relay {

namespace {

os::AsioNetwork::Options roomy(std::size_t links) {
  os::AsioNetwork::Options options;
  options.inbound.silent_per_address_max = links;
  options.link.first_frame_timeout = std::chrono::hours(1);
  return options;
}

constexpr std::size_t kLinksMax = 1000;

// Passes every message on to all links but the one it came by. A link begins with a word of its own, as between peers.
class Relay final : public env::Network::Listener {
 public:
  explicit Relay(os::EventLoop& loop) : network_(loop, roomy(kLinksMax)) {
    network_.attach(*this);
    network_.identify({{1}});
  }
  base::Result<std::string> listen() { return network_.listen("127.0.0.1:0"); }

  void link_opened(env::LinkId, bool, const env::Remote&) override {}
  void frame_received(env::LinkId from, base::ByteView frame) override {
    if (frame.size() != kMessageBytes) return links_.push_back(from);
    const auto shared = std::make_shared<base::Bytes>(frame.begin(), frame.end());
    for (const env::LinkId link : links_) {
      if (link != from) network_.send(link, env::Lane::kChat, shared);
    }
  }
  void link_closed(env::LinkId link, std::string_view) override { std::erase(links_, link); }

 private:
  std::vector<env::LinkId> links_;
  os::AsioNetwork network_;
};

class OwnFanout final : public Fanout, private env::Network::Listener {
 public:
  explicit OwnFanout(std::size_t subscribers) : Fanout(subscribers), network_(loop_, roomy(kLinksMax)) {
    network_.attach(*this);
    network_.identify({{2}});
  }

  base::Status start() {
    const std::string self = std::filesystem::read_symlink("/proc/self/exe");
    auto process = cluster::Process::start({{self, "--serve"}, {}});
    if (!process) return process.error();
    process_ = std::move(process.value());
    std::string address;
    process_->on_line([&](std::string_view line, base::Instant) { address = line; });
    cluster::Process* one[] = {process_.get()};
    while (address.empty() && !process_->ended()) cluster::Process::exchange(one, std::chrono::seconds(1));
    if (address.empty()) return base::Error{"the relay did not start: " + process_->errors()};
    publisher_ = network_.dial(address);
    for (std::size_t i = 0; i < received().size(); ++i) subscribers_.emplace(network_.dial(address), i);
    const auto all_open = [this] { return open_ == received().size() + 1; };
    if (base::Status open = run_until(all_open, std::chrono::seconds(20), "all links are open"); !open) return open;
    return warm_up();
  }

  void publish(std::size_t messages) override {
    for (std::size_t i = 0; i < messages; ++i) {
      network_.send(publisher_, env::Lane::kChat, std::make_shared<base::Bytes>(kMessageBytes, std::uint8_t{'x'}));
    }
  }
  pid_t relay() const override { return process_->pid(); }

 private:
  void link_opened(env::LinkId link, bool, const env::Remote&) override {
    ++open_;
    network_.send(link, env::Lane::kControl, std::make_shared<base::Bytes>(1));
  }
  void frame_received(env::LinkId link, base::ByteView) override { count(subscribers_.at(link)); }
  void link_closed(env::LinkId, std::string_view reason) override { failure_ = "a link ended: " + std::string(reason); }

  base::Status turn(base::Duration limit) override {
    const base::Instant until = clock_.now() + limit;
    loop_.after_events([&, first = true]() mutable -> std::optional<base::Instant> {
      if (!std::exchange(first, false)) loop_.stop();
      return until;
    });
    loop_.run();
    if (!failure_.empty()) return base::Error{failure_};
    return base::Done{};
  }

  os::EventLoop loop_{clock_};
  std::string failure_;
  std::unique_ptr<cluster::Process> process_;
  env::LinkId publisher_ = 0;
  std::unordered_map<env::LinkId, std::size_t> subscribers_;
  std::size_t open_ = 0;
  os::AsioNetwork network_;
};

}  // namespace

int serve() {
  os::SystemClock clock;
  os::EventLoop loop(clock);
  Relay relay(loop);
  const auto address = relay.listen();
  if (!address) {
    std::fprintf(stderr, "%s\n", address.error().message.c_str());
    return 1;
  }
  std::printf("%s\n", address.value().c_str());
  std::fflush(stdout);
  loop.run();
  return 0;
}

base::Result<std::unique_ptr<Fanout>> start_own(std::size_t subscribers) {
  auto fanout = std::make_unique<OwnFanout>(subscribers);
  if (base::Status started = fanout->start(); !started) return started.error();
  return std::unique_ptr<Fanout>(std::move(fanout));
}

}  // namespace bench_relay
