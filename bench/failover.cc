// Failover, measured from outside on real processes: how long a chat is silent when the peer that relays is
// killed (SIGKILL) or hangs (SIGSTOP), and what is lost. Run it on an otherwise idle machine.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "apps/conclave/cluster/succession.h"
#include "apps/conclave/cluster/takeover.h"
#include "base/random.h"
#include "bench/percentile.h"

namespace {

using bench::percentile;
using cluster::TakeoverOptions;
using cluster::Verdict;

constexpr const char* kDefinition =
    "gap      from the fault to the first line that somebody else said after it, shown at\n"
    "         the survivor that waited longest (each run: one number)\n"
    "silence  the longest time between two lines of others shown, at any survivor\n"
    "delay    the longest time from a survivor saying a line to another showing it\n"
    "lost     lines missing from a transcript or display; twice: shown more than once";

struct Options {
  std::string program = (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "conclave").string();
  std::string fault = "both";
  std::size_t peers = 5;
  std::size_t runs = 50;
  std::size_t in_a_row = 0;  // 0: each run is a group of its own
  std::size_t lines_every_ms = 20;
  std::uint64_t seed = 1;
  bool ephemeral = false;
  bool json = false;
};

struct Series {
  std::string name;
  std::vector<double> gaps_ms, silences_ms, delays_ms;
  std::size_t lost = 0, twice = 0, differing = 0, failed = 0;
};

double in_ms(base::Duration duration) {
  if (duration == base::Duration::max()) return INFINITY;
  return static_cast<double>(duration.count()) / 1000.0;
}

// A percentile for the table; a dash where nothing was measured.
std::string cell(const std::vector<double>& values, double percent) {
  if (values.empty()) return "-";
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f", percentile(values, percent));
  return text.data();
}

void add(Series& series, const Verdict& verdict) {
  series.gaps_ms.push_back(in_ms(verdict.gap));
  series.silences_ms.push_back(in_ms(verdict.longest_silence));
  series.delays_ms.push_back(in_ms(verdict.longest_delay));
  series.lost += verdict.lost;
  series.twice += verdict.twice;
  series.differing += verdict.identical ? 0 : 1;
}

std::vector<std::string> arguments_of(const Options& options) {
  return options.ephemeral ? std::vector<std::string>{"--ephemeral"} : std::vector<std::string>{};
}

std::vector<std::string> nicks_of(std::size_t peers) {
  std::vector<std::string> nicks;
  for (std::size_t i = 1; i <= peers; ++i) nicks.push_back("peer" + std::to_string(i));
  return nicks;
}

// The talking after the fault has to outlast the takeover: 1 s after a kill, 4 s after a hang.
TakeoverOptions one_run(const Options& options, TakeoverOptions::Fault fault, base::SeededRandom& random) {
  const std::size_t talk_ms = fault == TakeoverOptions::Fault::kKill ? 1000 : 4000;
  const auto every = std::chrono::milliseconds{options.lines_every_ms};
  const base::Duration delay{static_cast<std::int64_t>(
      random.below(static_cast<std::uint64_t>(std::chrono::microseconds{every}.count())))};
  return {.nicks = nicks_of(options.peers),
          .arguments = arguments_of(options),
          .fault = fault,
          .lines_after = talk_ms / options.lines_every_ms,
          .line_every = every,
          .fault_delay = delay};
}

Series measure(const Options& options, TakeoverOptions::Fault fault, const std::string& name) {
  Series series{.name = name, .gaps_ms = {}, .silences_ms = {}, .delays_ms = {}};
  base::SeededRandom random(options.seed);
  for (std::size_t run = 1; run <= options.runs; ++run) {
    auto cluster = cluster::Cluster::create(options.program);
    auto played = cluster ? cluster::play_takeover(*cluster.value(), one_run(options, fault, random))
                          : base::Result<cluster::Conversation>(cluster.error());
    if (!played) {
      ++series.failed;
      std::fprintf(stderr, "%s, run %zu: %s\n", name.c_str(), run, played.error().message.c_str());
      continue;
    }
    const Verdict verdict = cluster::judge(played.value());
    add(series, verdict);
    std::fprintf(stderr, "%s, run %zu of %zu: gap %.1f ms, lost %zu, twice %zu\n", name.c_str(), run,
                 options.runs, in_ms(verdict.gap), verdict.lost, verdict.twice);
  }
  return series;
}

// One group, whose leader is killed and started again, over and over.
Series measure_in_a_row(const Options& options) {
  Series series{.name = "in a row", .gaps_ms = {}, .silences_ms = {}, .delays_ms = {}};
  auto cluster = cluster::Cluster::create(options.program);
  auto played =
      cluster ? cluster::play_succession(*cluster.value(),
                                         {.nicks = nicks_of(options.peers),
                                          .arguments = arguments_of(options),
                                          .failovers = options.in_a_row,
                                          .line_every = std::chrono::milliseconds{options.lines_every_ms},
                                          .seed = options.seed},
                                         [&](std::size_t failover, base::Duration gap) {
                                           std::fprintf(stderr, "failover %zu of %zu: gap %.1f ms\n",
                                                        failover, options.in_a_row, in_ms(gap));
                                         })
              : base::Result<cluster::SuccessionResult>(cluster.error());
  if (!played) {
    series.failed = 1;
    std::fprintf(stderr, "%s\n", played.error().message.c_str());
    return series;
  }
  const cluster::SuccessionResult& result = played.value();
  for (const base::Duration gap : result.gaps) series.gaps_ms.push_back(in_ms(gap));
  series.lost = result.lost;
  series.twice = result.twice;
  series.differing = result.identical ? 0 : 1;
  std::fprintf(stderr, "%zu lines were said\n", result.said);
  return series;
}

void print_table(const Options& options, const std::vector<Series>& all) {
  std::printf("%zu peers, a line every %zu ms, %zu runs each\n\n", options.peers, options.lines_every_ms, options.runs);
  std::printf(
      "ms         gap median   gap p99   gap max  silence max  delay max  lost  twice  differing  failed\n");
  for (const Series& series : all) {
    std::printf("%-10s %10s %9s %9s %12s %10s %5zu %6zu %10zu %7zu\n", series.name.c_str(),
                cell(series.gaps_ms, 50).c_str(), cell(series.gaps_ms, 99).c_str(),
                cell(series.gaps_ms, 100).c_str(), cell(series.silences_ms, 100).c_str(),
                cell(series.delays_ms, 100).c_str(), series.lost, series.twice, series.differing,
                series.failed);
  }
  std::printf("\n%s\n", kDefinition);
}

void print_json(const Options& options, const std::vector<Series>& all) {
  nlohmann::ordered_json report = {{"peers", options.peers}, {"line_every_ms", options.lines_every_ms}};
  for (const Series& series : all) {
    report[series.name] = {{"runs", series.gaps_ms.size()},
                           {"gap_ms_median", percentile(series.gaps_ms, 50)},
                           {"gap_ms_p99", percentile(series.gaps_ms, 99)},
                           {"gap_ms_max", percentile(series.gaps_ms, 100)},
                           {"silence_ms_max", percentile(series.silences_ms, 100)},
                           {"delay_ms_max", percentile(series.delays_ms, 100)},
                           {"lost", series.lost},
                           {"twice", series.twice},
                           {"differing", series.differing},
                           {"failed", series.failed}};
  }
  std::printf("%s\n", report.dump(2).c_str());
}

bool clean(const Series& series) {
  return series.lost + series.twice + series.differing + series.failed == 0;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Failover of real peers: the gap, and what is lost");
  app.add_option("--conclave", options.program, "The program (default: beside this one)");
  app.add_option("--fault", options.fault, "kill, stop or both")
      ->check(CLI::IsMember({"kill", "stop", "both"}));
  app.add_option("--runs", options.runs, "Runs of each (default: 50)")->check(CLI::Range(1, 10'000));
  app.add_option("--peers", options.peers, "In a group (default: 5)")->check(CLI::Range(3, 100));
  app.add_option("--in-a-row", options.in_a_row,
                 "Instead: one group whose leader is killed and started again so often")
      ->check(CLI::Range(1, 10'000));
  app.add_option("--every-ms", options.lines_every_ms, "A line so often (default: 20)")
      ->check(CLI::Range(1, 200));
  app.add_option("--seed", options.seed, "Of the moments of the faults");
  app.add_flag("--ephemeral", options.ephemeral, "Peers keep nothing on disk, to see what that costs");
  app.add_flag("--json", options.json, "Figures as JSON");
  CLI11_PARSE(app, argc, argv);
  std::vector<Series> all;
  if (options.in_a_row != 0) {
    options.runs = options.in_a_row;
    all.push_back(measure_in_a_row(options));
    options.json ? print_json(options, all) : print_table(options, all);
    return clean(all.front()) ? 0 : 1;
  }
  if (options.fault != "stop") all.push_back(measure(options, TakeoverOptions::Fault::kKill, "kill -9"));
  if (options.fault != "kill") all.push_back(measure(options, TakeoverOptions::Fault::kStop, "kill -STOP"));
  options.json ? print_json(options, all) : print_table(options, all);
  return std::all_of(all.begin(), all.end(), clean) ? 0 : 1;
}
