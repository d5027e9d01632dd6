// What a peer costs while nobody says anything: resident memory and processor time of real, settled peers.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "apps/conclave/cluster/cluster.h"
#include "apps/conclave/cluster/usage.h"
#include "os/clock.h"

namespace {

using namespace std::chrono_literals;

struct Options {
  std::string program = (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "conclave").string();
  std::size_t peers = 10;
  std::size_t seconds = 30;
  bool json = false;
};

struct Cost {
  std::string nick;
  bool leads = false;
  double resident_mb = 0;
  double cpu_percent = 0;  // of one core
};

base::Result<std::vector<Cost>> measure(cluster::Cluster& cluster, const Options& options) {
  std::vector<cluster::Peer*> peers;
  for (std::size_t i = 1; i <= options.peers; ++i) {
    auto started = cluster.start("peer" + std::to_string(i));
    if (!started) return started.error();
    peers.push_back(started.value());
  }
  if (base::Status settled = cluster.wait_until_settled(peers, 30s); !settled) return settled.error();
  const os::SystemClock clock;
  cluster.run_until(clock.now() + 15s);  // what joining cost is over, and links that nobody wants are closed
  std::vector<base::Duration> before;
  for (const cluster::Peer* peer : peers) before.push_back(cluster::cpu_time(peer->process().pid()));
  const base::Instant started_at = clock.now();
  cluster.run_until(started_at + std::chrono::seconds{options.seconds});
  const base::Duration elapsed = clock.now() - started_at;
  std::vector<Cost> costs;
  for (std::size_t i = 0; i < peers.size(); ++i) {
    const pid_t pid = peers[i]->process().pid();
    const base::Duration used = cluster::cpu_time(pid) - before[i];
    costs.push_back(
        {.nick = peers[i]->nick(),
         .leads = peers[i]->leader() == peers[i]->node(),
         .resident_mb = static_cast<double>(cluster::memory_of(pid).resident_bytes) / (1024 * 1024),
         .cpu_percent = 100.0 * static_cast<double>(used.count()) / static_cast<double>(elapsed.count())});
  }
  return costs;
}

void print_table(const std::vector<Cost>& costs, const Options& options) {
  std::printf("%zu peers, idle for %zu s\n\npeer        resident   of one core\n", options.peers,
              options.seconds);
  for (const Cost& cost : costs) {
    std::printf("%-9s %7.1f MB %10.2f %%%s\n", cost.nick.c_str(), cost.resident_mb, cost.cpu_percent,
                cost.leads ? "   relays" : "");
  }
}

void print_json(const std::vector<Cost>& costs, const Options& options) {
  nlohmann::ordered_json peers = nlohmann::ordered_json::array();
  for (const Cost& cost : costs) {
    peers.push_back({{"nick", cost.nick},
                     {"leads", cost.leads},
                     {"resident_mb", cost.resident_mb},
                     {"cpu_percent", cost.cpu_percent}});
  }
  const nlohmann::ordered_json report = {{"seconds", options.seconds}, {"peers", std::move(peers)}};
  std::printf("%s\n", report.dump(2).c_str());
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("What a peer costs while nobody says anything");
  app.add_option("--conclave", options.program, "The program (default: beside this one)");
  app.add_option("--peers", options.peers, "How many (default: 10)")->check(CLI::Range(1, 500));
  app.add_option("--seconds", options.seconds, "Measured for so long (default: 30)")
      ->check(CLI::Range(1, 3600));
  app.add_flag("--json", options.json, "Figures as JSON");
  CLI11_PARSE(app, argc, argv);
  auto cluster = cluster::Cluster::create(options.program);
  auto costs =
      cluster ? measure(*cluster.value(), options) : base::Result<std::vector<Cost>>(cluster.error());
  if (!costs) {
    std::fprintf(stderr, "idle: %s\n", costs.error().message.c_str());
    return 1;
  }
  options.json ? print_json(costs.value(), options) : print_table(costs.value(), options);
  return 0;
}
