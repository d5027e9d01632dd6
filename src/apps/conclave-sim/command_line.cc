#include "apps/conclave-sim/command_line.h"

#include <CLI/CLI.hpp>
#include <charconv>

namespace conclave_sim {

namespace {

constexpr const char* kExamples = R"(
examples:
  conclave-sim --seed 7                     one run: what was drawn from seed 7, and its verdict
  conclave-sim --seeds 1..2000              two thousand runs, on all cores, until one fails
  conclave-sim --minutes 30 --keep-going    new seeds for half an hour
  conclave-sim --seed 7 --shrink --save broken.toml
                                            the smallest part of its schedule that still fails
  conclave-sim --scenario tests/scenarios/leader_isolated.toml --trace
  conclave-sim --speed 5 50 300             how much faster than real time idle groups run
Exit status: 0 all promises hold, 1 one was broken, 2 the command line or a file is wrong.)";

constexpr sim::HostIndex kPeersMax = 5000;

template <class Number>
std::optional<Number> number_from(std::string_view text) {
  Number number{};
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || rest != text.data() + text.size()) return std::nullopt;
  return number;
}

struct Raw {
  std::optional<std::uint64_t> seed, count;
  std::string seeds, simulated, scenario;
  std::optional<double> minutes;
  std::optional<sim::HostIndex> peers;
  int jobs = 0;
  bool keep_going = false, speed = false, counts = false;
  std::vector<sim::HostIndex> sizes;
  Common common;
};

void declare(CLI::App& app, Raw& raw) {
  auto* what = app.add_option_group("what to run");
  what->add_option("--seed", raw.seed, "one run, and its report");
  what->add_option("--seeds", raw.seeds, "runs of the seeds A..B");
  what->add_option("--count", raw.count, "so many runs, from --seed on (else from 1)");
  what->add_option("--minutes", raw.minutes, "runs of new seeds for so long");
  what->add_option("--scenario", raw.scenario, "the run a file describes");
  what->add_flag("--speed", raw.speed, "measure idle groups of 5, 50 and the sizes given");
  what->add_flag("--counts", raw.counts, "what a fixed group costs, in counts that no machine changes, as JSON");
  app.add_option("sizes", raw.sizes, "further sizes for --speed");
  app.add_option("--peers", raw.peers, "exactly so many, instead of 3 to 9")
      ->check(CLI::Range(1u, kPeersMax));
  app.add_option("--simulated", raw.simulated,
                 "how long a run is in its own time, as 90s or 10m (default 10m)");
  app.add_flag("--trace", raw.common.trace, "print everything that happens");
  app.add_flag("--shrink", raw.common.shrink, "make the schedule of a failure smaller");
  app.add_option("--save", raw.common.save, "write the schedule of a failure as a scenario");
  app.add_option("--jobs", raw.jobs, "runs at once (default: one a core)")->check(CLI::Range(1, 256));
  app.add_flag("--keep-going", raw.keep_going, "do not stop at the first failure");
  app.footer(kExamples);
}

Answer wrong(const std::string& text) {
  return {kUsageError, "conclave-sim: " + text + "\nTry conclave-sim --help.\n"};
}

std::optional<base::Duration> duration_from(std::string_view text) {
  const std::size_t digits = text.find_first_not_of("0123456789");
  const auto number = number_from<std::int64_t>(text.substr(0, digits));
  const std::string_view unit = digits == std::string_view::npos ? "s" : text.substr(digits);
  if (!number || *number <= 0 || *number > 1'000'000) return std::nullopt;
  if (unit == "s") return std::chrono::seconds(*number);
  if (unit == "m") return std::chrono::minutes(*number);
  if (unit == "h") return std::chrono::hours(*number);
  return std::nullopt;
}

Invocation many(const Raw& raw, int cores, std::uint64_t chance) {
  ManySeeds many{.first = raw.seed.value_or(1),
                 .last = {},
                 .jobs = raw.jobs != 0 ? raw.jobs : cores,
                 .keep_going = raw.keep_going,
                 .common = raw.common};
  if (raw.minutes) {
    many.minutes = *raw.minutes;
    if (!raw.seed) many.first = chance;
  }
  if (raw.count) many.last = many.first + *raw.count - 1;
  if (!raw.seeds.empty()) {
    const std::size_t dots = raw.seeds.find("..");
    const auto first = number_from<std::uint64_t>(std::string_view(raw.seeds).substr(0, dots));
    const auto last = dots == std::string::npos
                          ? std::nullopt
                          : number_from<std::uint64_t>(std::string_view(raw.seeds).substr(dots + 2));
    if (!first || !last || *last < *first)
      return wrong("--seeds takes A..B, as in 1..2000, not " + raw.seeds);
    many.first = *first;
    many.last = last;
  }
  return many;
}

}  // namespace

Invocation parse_command_line(const std::vector<std::string>& arguments, int cores, std::uint64_t chance) {
  CLI::App app("Runs complete peers in a virtual world, with faults, and checks what is promised.",
               "conclave-sim");
  Raw raw;
  declare(app, raw);
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForHelp&) {
    return Answer{0, app.help()};
  } catch (const CLI::ParseError& error) {
    return wrong(error.what());
  }
  raw.common.peers = raw.peers;
  if (!raw.simulated.empty()) {
    raw.common.length = duration_from(raw.simulated);
    if (!raw.common.length) return wrong("--simulated takes a time, as 90s or 10m, not " + raw.simulated);
  }
  if (!raw.sizes.empty() && !raw.speed) return wrong("sizes go with --speed");
  if (raw.counts) return Counts{};
  if (raw.speed) {
    Speed speed{{5, 50}};
    speed.sizes.insert(speed.sizes.end(), raw.sizes.begin(), raw.sizes.end());
    return speed;
  }
  if (!raw.scenario.empty()) return OneScenario{raw.scenario, raw.seed, raw.common};
  if (raw.count || !raw.seeds.empty() || raw.minutes) return many(raw, cores, chance);
  if (raw.seed) return OneSeed{*raw.seed, raw.common};
  return wrong("what is to be run? Give --seed, --seeds, --count, --minutes, --scenario, --speed or --counts.");
}

}  // namespace conclave_sim
