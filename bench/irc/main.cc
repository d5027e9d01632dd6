// Prints the table of README.md.
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "bench/irc/load.h"
#include "bench/irc/servers.h"

namespace bench_irc {

namespace {

using namespace std::chrono_literals;

constexpr double kTrickle = 10'000;  // deliveries a second
constexpr std::size_t kDeliveries = 2'000'000;

double at(const std::vector<double>& sorted, double quantile) {
  if (sorted.empty()) return 0;
  return sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(quantile * static_cast<double>(sorted.size())))];
}

bool measure(const std::string& kind, std::size_t clients) {
  auto server = Server::start(kind);
  if (!server) {
    std::printf("%-9s %5zu  is not installed, or did not start\n", kind.c_str(), clients);
    return false;
  }
  Load load(server->port(), clients);
  if (!load.enter()) {
    std::printf("%-9s %5zu  did not let all clients in\n", kind.c_str(), clients);
    return false;
  }
  const double resting = server->resident_mb();
  const std::vector<double> latencies = load.trickle(kTrickle, 10s);
  const std::size_t lines = std::min<std::size_t>(20'000, kDeliveries / (clients - 1));
  const double before = server->processor_seconds();
  const auto seconds = load.pour(lines);
  const double deliveries = static_cast<double>(lines * (clients - 1));
  if (!seconds) {
    std::printf("%-9s %5zu  lost lines, or needs more than a minute for %zu\n", kind.c_str(), clients, lines);
    return false;
  }
  std::printf("%-9s %5zu %14.0f %10.2f us %8.2f ms %8.2f ms %8.1f MB %8.1f MB\n", kind.c_str(), clients, deliveries / *seconds,
              (server->processor_seconds() - before) / deliveries * 1e6, at(latencies, 0.5) * 1e3, at(latencies, 0.99) * 1e3, resting,
              server->resident_mb());
  std::fflush(stdout);
  return true;
}

}  // namespace

int run(int rounds, const std::vector<std::size_t>& sizes) {
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  std::printf("%-9s %5s %14s %13s %11s %11s %11s %11s\n", "server", "M", "deliveries/s", "CPU each", "p50", "p99", "RSS resting", "RSS then");
  bool good = true;
  for (int round = 0; round < rounds; ++round) {
    for (const std::size_t clients : sizes) {
      for (const char* kind : {"conclave", "ngircd", "inspircd"}) good = measure(kind, clients) && good;
    }
  }
  return good ? 0 : 1;
}

}  // namespace bench_irc

int main(int argc, char** argv) {
  std::vector<std::size_t> sizes;
  bool good = argc < 2 || std::atoi(argv[1]) >= 1;
  for (int i = 2; i < argc; ++i) {
    sizes.push_back(static_cast<std::size_t>(std::max(std::atoi(argv[i]), 0)));
    good = good && sizes.back() >= 2;
  }
  if (!good) {
    std::fprintf(stderr,
                 "usage: bench_irc [ROUNDS [CLIENTS...]]\n"
                 "The gateway beside ngircd and InspIRCd, so many times in turn (default: 1), with so many clients each\n"
                 "(default: 10 100 500). A server that is not installed is left out, and said so.\n");
    return 2;
  }
  if (sizes.empty()) sizes = {10, 100, 500};
  return bench_irc::run(argc > 1 ? std::atoi(argv[1]) : 1, sizes);
}
