// One group of many real peers on this machine: how long they take to gather, what each costs at rest, and
// how long the chat is silent when the one that relays is killed. Run it on an otherwise idle machine.
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <filesystem>

#include "apps/conclave/cluster/takeover.h"
#include "bench/crowd/figures.h"
#include "os/clock.h"

namespace {

using namespace std::chrono_literals;

constexpr int kInterrupted = 130;
constexpr const char* kExamples =
    "Examples:\n"
    "  bench_crowd --peers 10 30 100                 one group after the other\n"
    "  bench_crowd --peers 300 --seconds 20          a longer look at rest\n"
    "  bench_crowd --peers 1000 --ephemeral --every-ms 200 --limit 120\n"
    "Exit status: 0; 1 if a line was lost or doubled, or something did not happen in time.\n"
    "Each peer takes about 6 MB and three open files here; the first three in line take a file for each "
    "peer.";

struct Options {
  std::string program = (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "conclave").string();
  std::vector<std::size_t> peers = {10, 30, 100};
  std::size_t wave = 10, seconds = 10, settle = 12, lines = 100, every_ms = 20, limit = 60;
  bool ephemeral = false, registry = false, json = false;
};

volatile std::sig_atomic_t stop_asked = 0;
void ask_to_stop(int) { stop_asked = 1; }

class Narrator {
 public:
  void say(const std::string& what) const {
    const double seconds = std::chrono::duration<double>(os::SystemClock{}.now() - begin_).count();
    std::fprintf(stderr, "%6.1f s  %s\n", seconds, what.c_str());
  }

 private:
  base::Instant begin_ = os::SystemClock{}.now();
};

crowd::CrowdOptions crowd_options(const Options& options, const Narrator& narrator) {
  return {
      .program = options.program,
      .wave = options.wave,
      .arguments = options.ephemeral ? std::vector<std::string>{"--ephemeral"} : std::vector<std::string>{},
      .by_registry = options.registry,
      .limit = std::chrono::seconds{options.limit},
      .stop_asked = [] { return stop_asked != 0; },
      .now_doing = [&](const std::string& what) { narrator.say(what); }};
}

base::Result<crowd::Figures> measure(const Options& options, std::size_t peers, const Narrator& narrator) {
  auto created = crowd::Crowd::create(crowd_options(options, narrator));
  if (!created) return created.error();
  crowd::Crowd& crowd = *created.value();
  crowd::Figures figures{.peers = peers, .join = {}, .costs = {}, .takeover = {}};
  const auto join = crowd.assemble(peers);
  if (!join) return join.error();
  figures.join = join.value();

  narrator.say("at rest: " + std::to_string(options.settle) +
               " s to let go of links that joining needed, then " + std::to_string(options.seconds) +
               " s measured");
  crowd.cluster().run_until(os::SystemClock{}.now() + std::chrono::seconds{options.settle});
  auto costs = crowd::costs_at_rest(crowd, std::chrono::seconds{options.seconds});
  if (!costs) return costs.error();
  figures.costs = std::move(costs.value());

  const auto conversation = cluster::play_takeover(crowd.cluster(),
                                                   {.assembled = crowd.peers(),
                                                    .lines_before = options.lines / 4,
                                                    .lines_after = options.lines - options.lines / 4,
                                                    .line_every = std::chrono::milliseconds{options.every_ms},
                                                    .limit = std::chrono::seconds{options.limit}},
                                                   {[&](const std::string& what) { narrator.say(what); }});
  if (!conversation) {
    return base::Error{conversation.error().message + " " + crowd.who_follows_whom()};
  }
  figures.takeover = cluster::judge(conversation.value());
  for (const cluster::Peer* peer : crowd.peers()) figures.complaints += peer->failures().size();
  return figures;
}

// Three pipes a peer.
void allow_many_files() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

void declare(CLI::App& app, Options& options) {
  app.add_option("--peers", options.peers, "Sizes of the groups (default: 10 30 100)")
      ->check(CLI::Range(3, 4000));
  app.add_option("--wave", options.wave, "So many are started at once (default: 10)")
      ->check(CLI::Range(1, 1000));
  app.add_option("--seconds", options.seconds, "Rest is measured for so long (default: 10)")
      ->check(CLI::Range(1, 600));
  app.add_option("--settle", options.settle, "And begins so long after the last joined (default: 12)")
      ->check(CLI::Range(0, 600));
  app.add_option("--lines", options.lines, "Said around the takeover, a quarter before (default: 100)")
      ->check(CLI::Range(8, 10'000));
  app.add_option("--every-ms", options.every_ms, "A line so often, by one peer after another (default: 20)")
      ->check(CLI::Range(1, 5000));
  app.add_option("--limit", options.limit, "Nothing is waited for longer than so many seconds (default: 60)")
      ->check(CLI::Range(1, 600));
  app.add_flag("--ephemeral", options.ephemeral, "Peers keep nothing on disk");
  app.add_flag("--registry", options.registry,
               "They find each other by the registry, not by addresses given");
  app.add_flag("--json", options.json, "Figures as JSON");
  app.add_option("--conclave", options.program, "The program (default: beside this one)");
  app.footer(kExamples);
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Many real peers in one group on this machine: joining, rest, and the loss of the leader");
  declare(app, options);
  CLI11_PARSE(app, argc, argv);
  std::signal(SIGINT, ask_to_stop);
  std::signal(SIGTERM, ask_to_stop);
  allow_many_files();
  const Narrator narrator;
  std::vector<crowd::Figures> all;
  bool failed = false;
  for (const std::size_t peers : options.peers) {
    auto figures = measure(options, peers, narrator);
    if (stop_asked != 0) return kInterrupted;
    if (!figures)
      std::fprintf(stderr, "bench_crowd: %zu peers: %s\n", peers, figures.error().message.c_str());
    failed = failed || !figures || !went_well(figures.value());
    if (figures) all.push_back(std::move(figures.value()));
  }
  std::fputs((options.json ? as_json(all) : as_tables(all)).c_str(), stdout);
  return failed ? 1 : 0;
}
