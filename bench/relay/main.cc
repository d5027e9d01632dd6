// One publisher, one relay, many links: messages delivered a second, what the relay takes for each, and how long a single one is
// on its way; over TLS 1.3, ours beside nats-server, in turn. The relay has one core, publisher and subscribers the other.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "apps/conclave/cluster/usage.h"
#include "bench/percentile.h"
#include "bench/relay/fanout.h"

namespace {

using namespace std::chrono_literals;
using bench::percentile;

constexpr std::size_t kAhead = 2000;  // of the slowest subscriber
constexpr std::size_t kPiece = 100;   // published at a time

struct Options {
  std::vector<std::size_t> links{4, 8, 100};
  std::size_t deliveries = 2'000'000, single = 300;
  bool json = false, serve = false;
};

struct Figures {
  std::string name;  // as in the JSON: links and system
  double deliveries_per_second = 0, relay_us = 0;
  std::vector<double> latency_us;
};

double seconds(base::Duration duration) { return std::chrono::duration<double>(duration).count(); }

base::Status flood(bench_relay::Fanout& fanout, const Options& options, Figures& figures) {
  const os::SystemClock clock;
  const std::size_t messages = options.deliveries / fanout.received().size(), before = fanout.slowest();
  const base::Instant begun = clock.now();
  const base::Duration used = cluster::cpu_time(fanout.relay());
  std::size_t published = 0;
  const base::Status done = fanout.run_until([&] {
    const std::size_t arrived = fanout.slowest() - before;
    while (published < messages && published < arrived + kAhead) {
      const std::size_t piece = std::min(kPiece, messages - published);
      fanout.publish(piece);
      published += piece;
    }
    return arrived == messages;
  }, 120s, "all messages are at everybody");
  const double deliveries = static_cast<double>(messages * fanout.received().size());
  figures.deliveries_per_second = deliveries / seconds(clock.now() - begun);
  figures.relay_us = 1e6 * seconds(cluster::cpu_time(fanout.relay()) - used) / deliveries;
  return done;
}

base::Status one_by_one(bench_relay::Fanout& fanout, const Options& options, Figures& figures) {
  const os::SystemClock clock;
  base::Instant published;
  fanout.on_delivery = [&] { figures.latency_us.push_back(1e6 * seconds(clock.now() - published)); };
  for (std::size_t i = 0; i < options.single; ++i) {
    const std::size_t wanted = fanout.slowest() + 1;
    published = clock.now();
    fanout.publish(1);
    if (base::Status there = fanout.run_until([&] { return fanout.slowest() == wanted; }, 10s, "a message is at everybody"); !there) return there;
    if (base::Status rested = fanout.rest(5ms); !rested) return rested;
  }
  fanout.on_delivery = [] {};
  return base::Done{};
}

base::Result<Figures> measure(std::size_t links, const std::string& system, const Options& options) {
  auto fanout = system == "conclave" ? bench_relay::start_own(links) : bench_relay::start_nats(links);
  if (!fanout) return fanout.error();
  Figures figures{.name = std::to_string(links) + " links: " + system, .latency_us = {}};
  if (base::Status single = one_by_one(*fanout.value(), options, figures); !single) return single.error();
  if (base::Status flooded = flood(*fanout.value(), options, figures); !flooded) return flooded.error();
  return figures;
}

void print_json(const std::vector<Figures>& all) {
  nlohmann::ordered_json report;
  for (const Figures& f : all) {
    const auto add = [&](const char* what, double value) {
      const std::size_t colon = f.name.find(':');
      report[f.name.substr(0, colon) + ", " + what + f.name.substr(colon)] = value;
    };
    add("deliveries/s", f.deliveries_per_second);
    add("us of the relay each", f.relay_us);
    add("p50 us", percentile(f.latency_us, 50));
    add("p99 us", percentile(f.latency_us, 99));
  }
  std::printf("%s\n", report.dump(2).c_str());
}

void print_table(const std::vector<Figures>& all) {
  std::printf("%-24s %14s %14s %10s %10s\n", "", "deliveries/s", "relay, us each", "p50, us", "p99, us");
  for (const Figures& f : all) {
    std::printf("%-24s %14.0f %14.3f %10.0f %10.0f\n", f.name.c_str(), f.deliveries_per_second, f.relay_us, percentile(f.latency_us, 50),
                percentile(f.latency_us, 99));
  }
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("One relay to many links by TLS, ours beside nats-server");
  app.add_option("--links", options.links, "Numbers of subscribers (default: 4 8 100)")->check(CLI::Range(1, 900));
  app.add_option("--deliveries", options.deliveries, "In the flood (default: 2000000)")->check(CLI::Range(1000, 100'000'000));
  app.add_option("--single", options.single, "Messages one at a time before (default: 300)")->check(CLI::Range(1, 100'000));
  app.add_flag("--json", options.json, "Figures as JSON");
  app.add_flag("--serve", options.serve, "Be the relay")->group("");
  CLI11_PARSE(app, argc, argv);
  if (options.serve) return bench_relay::serve();
  std::vector<Figures> all;
  for (const std::size_t links : options.links) {
    for (const char* system : {"conclave", "nats"}) {
      const auto figures = measure(links, system, options);
      if (figures) {
        all.push_back(figures.value());
      } else {
        std::fprintf(stderr, "relay, %zu links, %s: %s\n", links, system, figures.error().message.c_str());
        if (std::string(system) == "conclave") return 1;
      }
    }
  }
  options.json ? print_json(all) : print_table(all);
  return 0;
}
