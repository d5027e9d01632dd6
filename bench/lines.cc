// What people wait for, on real processes: how soon a peer is ready, how soon a line is at everybody, and how many lines a
// second one sender gets to everybody. Peers, and this reader of all they print, share the machine.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "apps/conclave/cluster/cluster.h"
#include "bench/percentile.h"
#include "os/clock.h"

namespace {

using namespace std::chrono_literals;
using bench::percentile;

constexpr std::size_t kLineBytes = 100;
constexpr std::size_t kPiece = 200, kAhead = 5000;  // of a flood: a peer drops what its reader leaves unread beyond 4 MiB

struct Options {
  std::string program = (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "conclave").string();
  std::vector<std::size_t> peers{4, 8, 10};
  std::size_t single = 300;
  std::size_t flood = 20'000;
  bool ephemeral = false;
  bool json = false;
};

struct Figures {
  std::size_t peers = 0;
  std::vector<double> start_ms;
  std::vector<double> latency_us;  // of each single line at each other peer
  double lines_per_second = 0;     // of the flood, until all have all
  std::size_t lost = 0, twice = 0;
};

double seconds(base::Duration duration) { return std::chrono::duration<double>(duration).count(); }

std::string line_of(std::size_t number) {
  std::string text = "line " + std::to_string(number) + " ";
  text.resize(kLineBytes, '.');
  return text;
}

class Measurement {
 public:
  Measurement(cluster::Cluster& cluster, const Options& options, std::size_t peers)
      : cluster_(cluster), options_(options) {
    figures_.peers = peers;
  }

  base::Result<Figures> run() {
    if (base::Status begun = start(); !begun) return begun.error();
    if (base::Status one_by_one = say_one_by_one(); !one_by_one) return one_by_one.error();
    if (base::Status flooded = flood(); !flooded) return flooded.error();
    count_lines();
    return figures_;
  }

 private:
  base::Status start() {
    for (std::size_t i = 1; i <= figures_.peers; ++i) {
      const base::Instant begun = clock_.now();
      std::vector<std::string> arguments;
      if (options_.ephemeral) arguments = {"--ephemeral"};
      auto started = cluster_.start("peer" + std::to_string(i), {arguments});
      if (!started) return started.error();
      const cluster::Peer* peer = started.value();
      if (base::Status ready = cluster_.wait_until([&] { return peer->ready(); }, 20s, "a peer is ready"); !ready) return ready;
      figures_.start_ms.push_back(1000 * seconds(clock_.now() - begun));
      peers_.push_back(started.value());
    }
    if (base::Status settled = cluster_.wait_until_settled(peers_, 60s); !settled) return settled;
    cluster_.run_until(clock_.now() + 2s);  // what joining cost is over
    return base::Done{};
  }

  // The last to have come speaks: it neither relays nor is next in line.
  cluster::Peer& sender() { return *peers_.back(); }

  bool all_heard(std::size_t lines) const {
    return std::all_of(peers_.begin(), peers_.end(), [&](const cluster::Peer* peer) { return peer->heard().size() >= lines; });
  }

  base::Status say_one_by_one() {
    for (std::size_t i = 0; i < options_.single; ++i) {
      const base::Instant said = clock_.now();
      sender().type(line_of(said_++));
      if (base::Status heard = cluster_.wait_until([&] { return all_heard(said_); }, 20s, "a line is at everybody"); !heard) return heard;
      for (const cluster::Peer* peer : peers_) {
        if (peer != &sender()) figures_.latency_us.push_back(1e6 * seconds(peer->heard().back().at - said));
      }
      cluster_.run_until(clock_.now() + 5ms);
    }
    return base::Done{};
  }

  base::Status flood() {
    const base::Instant begun = clock_.now();
    const std::size_t last = said_ + options_.flood;
    while (said_ < last) {
      for (std::size_t i = 0; i < kPiece && said_ < last; ++i) sender().type(line_of(said_++));
      const std::size_t wanted = said_ == last ? last : said_ - std::min(said_, kAhead);
      if (base::Status heard = cluster_.wait_until([&] { return all_heard(wanted); }, 60s, "lines are at everybody"); !heard) {
        return base::Error{heard.error().message + " " + counts()};
      }
    }
    figures_.lines_per_second = static_cast<double>(options_.flood) / seconds(clock_.now() - begun);
    return base::Done{};
  }

  std::string counts() const {
    std::string text = std::to_string(said_) + " said";
    for (const cluster::Peer* peer : peers_) text += ", " + peer->nick() + " has " + std::to_string(peer->heard().size());
    return text;
  }

  void count_lines() {
    for (const cluster::Peer* peer : peers_) {
      std::map<std::string, std::size_t> times;
      for (const cluster::Heard& heard : peer->heard()) ++times[heard.entry.text];
      for (std::size_t i = 0; i < said_; ++i) {
        const auto found = times.find(line_of(i));
        if (found == times.end()) ++figures_.lost;
        if (found != times.end() && found->second > 1) ++figures_.twice;
      }
    }
  }

  cluster::Cluster& cluster_;
  const Options& options_;
  os::SystemClock clock_;
  std::vector<cluster::Peer*> peers_;
  std::size_t said_ = 0;
  Figures figures_;
};

void print_table(const std::vector<Figures>& all, const Options& options) {
  std::printf("%zu single lines of %zu bytes, then %zu at once\n\npeers  ready, ms  at others, us: p50      p99  lines/s to all  lost  twice\n",
              options.single, kLineBytes, options.flood);
  for (const Figures& f : all) {
    std::printf("%5zu %10.1f %19.0f %8.0f %15.0f %5zu %6zu\n", f.peers, percentile(f.start_ms, 50),
                percentile(f.latency_us, 50), percentile(f.latency_us, 99), f.lines_per_second, f.lost, f.twice);
  }
}

void print_json(const std::vector<Figures>& all) {
  nlohmann::ordered_json groups = nlohmann::ordered_json::array();
  for (const Figures& f : all) {
    groups.push_back({{"peers", f.peers},
                      {"ready_ms", percentile(f.start_ms, 50)},
                      {"latency_us_p50", percentile(f.latency_us, 50)},
                      {"latency_us_p99", percentile(f.latency_us, 99)},
                      {"lines_per_second", f.lines_per_second},
                      {"lost", f.lost},
                      {"twice", f.twice}});
  }
  std::printf("%s\n", groups.dump(2).c_str());
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("How soon a peer is ready, how soon a line is at everybody, and how many lines a second");
  app.add_option("--conclave", options.program, "The program (default: beside this one)");
  app.add_option("--peers", options.peers, "Sizes of the groups (default: 4 8 10)")->check(CLI::Range(2, 100));
  app.add_option("--single", options.single, "Lines said one at a time (default: 300)")->check(CLI::Range(1, 100'000));
  app.add_option("--flood", options.flood, "Lines said at once (default: 20000)")->check(CLI::Range(1, 1'000'000));
  app.add_flag("--ephemeral", options.ephemeral, "Peers keep nothing on disk, to see what that costs");
  app.add_flag("--json", options.json, "Figures as JSON");
  CLI11_PARSE(app, argc, argv);
  std::vector<Figures> all;
  for (const std::size_t peers : options.peers) {
    auto cluster = cluster::Cluster::create(options.program);
    auto figures = cluster ? Measurement(*cluster.value(), options, peers).run() : base::Result<Figures>(cluster.error());
    if (!figures) {
      std::fprintf(stderr, "lines, %zu peers: %s\n", peers, figures.error().message.c_str());
      return 1;
    }
    all.push_back(figures.value());
  }
  options.json ? print_json(all) : print_table(all, options);
  const bool clean = std::all_of(all.begin(), all.end(), [](const Figures& f) { return f.lost + f.twice == 0; });
  return clean ? 0 : 1;
}
