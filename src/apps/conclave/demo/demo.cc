#include "apps/conclave/demo/demo.h"

#include <csignal>
#include <cstdio>

#include "apps/conclave/cluster/takeover.h"
#include "apps/conclave/demo/report.h"
#include "os/clock.h"

namespace demo {

namespace {

constexpr int kInterrupted = 130;

volatile std::sig_atomic_t stop_asked = 0;

void ask_to_stop(int) { stop_asked = 1; }

void say(const std::string& text) {
  std::fputs(text.c_str(), stdout);
  std::fflush(stdout);
}

// Every line with the seconds since the start in front.
cluster::TakeoverProgress progress(base::Instant started) {
  return {[started](const std::string& what) {
    const auto seconds = std::chrono::duration<double>(os::SystemClock{}.now() - started).count();
    std::printf("  %4.1f s  %s\n", seconds, what.c_str());
    std::fflush(stdout);
  }};
}

}  // namespace

int run(const std::string& program, const Options& options) {
  std::signal(SIGINT, ask_to_stop);
  std::signal(SIGTERM, ask_to_stop);
  auto group = cluster::Cluster::create(program);
  if (!group) {
    std::fprintf(stderr, "conclave demo: %s\n", group.error().message.c_str());
    return 1;
  }
  group.value()->stop_when([] { return stop_asked != 0; });
  if (!options.json) {
    say("Five people chat, each through a process of their own on this machine. There is\n"
        "no server: one of the five relays. It is killed while they talk, and one more\n"
        "person joins.\n\n");
  }
  const base::Instant started = os::SystemClock{}.now();
  const auto conversation =
      cluster::play_takeover(*group.value(),
                             {.late_nick = "frank",
                              .lines_before = options.lines / 2,
                              .lines_after = options.lines - options.lines / 2},
                             options.json ? cluster::TakeoverProgress{} : progress(started));
  if (stop_asked != 0) return kInterrupted;
  if (!conversation) {
    std::fprintf(stderr, "conclave demo: %s\n", conversation.error().message.c_str());
    return 1;
  }
  say(options.json ? demo::json_report(conversation.value())
                   : "\n" + demo::text_report(conversation.value()));
  return went_well(cluster::judge(conversation.value())) ? 0 : 1;
}

}  // namespace demo
