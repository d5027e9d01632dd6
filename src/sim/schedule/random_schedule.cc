#include "sim/schedule/random_schedule.h"

#include <algorithm>
#include <string>

#include "sim/core/random_streams.h"
#include "sim/schedule/draw.h"

namespace sim {

namespace {

using namespace std::chrono_literals;

constexpr base::Duration kGathering = 5s;  // most hosts start within
constexpr base::Duration kRound = 200s;    // a storm, and the calm after it
constexpr std::int64_t kLinesMax = 1500;   // of one run, all told

class Composer {
 public:
  Composer(std::uint64_t seed, const Ranges& ranges)
      : draw_(random_stream(seed, Purpose::kSchedule)),
        talk_(random_stream(seed, Purpose::kWorkload)),
        apart_(random_stream(seed, Purpose::kApart)) {
    schedule_.seed = seed;
    schedule_.hosts =
        ranges.hosts_min + static_cast<HostIndex>(draw_.below(ranges.hosts_max - ranges.hosts_min + 1));
    schedule_.length = ranges.length;
    schedule_.delay = draw_.delay();
  }

  Schedule compose() {
    gather();
    const base::Duration calm = schedule_.converges_within + schedule_.quiet_for;
    for (base::Duration begin{}; begin < schedule_.length; begin += kRound) {
      const bool last = begin + kRound + kRound / 2 > schedule_.length;
      const base::Duration end = last ? schedule_.length : begin + kRound - calm;
      storm(begin + (begin.count() == 0 ? 0s : sides_apart(begin)), end);
      talk(begin, end);
      if (last) break;
      add({.at = end, .kind = ActionKind::kCalm});
    }
    if (draw_.chance(1, 2)) schedule_.portions = small_portions();
    std::stable_sort(schedule_.actions.begin(), schedule_.actions.end(),
                     [](const Action& a, const Action& b) { return a.at < b.at; });
    return std::move(schedule_);
  }

 private:
  // What was drawn and means nothing to the kind is left out, as in a file.
  void add(Action action) {
    const ActionForm& form = form_of(action.kind);
    if (!form.host) action.host = 0;
    if (!form.other) action.other = 0;
    schedule_.actions.push_back(std::move(action));
  }
  HostIndex any_host() { return static_cast<HostIndex>(draw_.below(schedule_.hosts)); }

  // Who starts when, knowing whom. Everyone knows one with a lower number, so that the group can come
  // together.
  void gather() {
    keep_or_not();
    const bool wrong_clocks = draw_.chance(1, 2);
    for (HostIndex host = 0; host < schedule_.hosts; ++host) {
      Action start{.at = draw_.duration(0s, kGathering), .kind = ActionKind::kStart, .host = host};
      if (draw_.chance(1, 8)) start.at = draw_.duration(kGathering, 60s);
      if (host != 0) start.hosts.push_back(static_cast<HostIndex>(draw_.below(host)));
      if (draw_.chance(1, 2)) start.hosts.push_back(any_host());
      if (wrong_clocks && draw_.chance(1, 2)) {
        const auto skew = static_cast<std::int64_t>(draw_.below(2 * 288 + 1)) - 288;
        add({.at = 0s, .kind = ActionKind::kClockStep, .host = host, .amount = skew});
      }
      seeds_.push_back(start.hosts);
      add(std::move(start));
    }
  }

  // So that a log of some hundred lines is a long one: more than memory holds, or than is sent to who lacks it.
  protocol::Portions small_portions() {
    return {.in_memory = 10 + draw_.below(300), .catch_up = draw_.below(100), .newest = draw_.below(40)};
  }

  // In most groups all keep a store, in some nobody does, in some it varies.
  void keep_or_not() {
    const std::uint64_t habit = draw_.below(4);
    for (HostIndex host = 0; host < schedule_.hosts; ++host) {
      if (habit == 0 || (habit == 1 && draw_.chance(1, 2))) schedule_.ephemeral.push_back(host);
    }
  }

  // Sometimes two sides are on their own for a while before the next storm. Answers for how long at most.
  base::Duration sides_apart(base::Duration begin) {
    if (!apart_.chance(1, 3)) return 0s;
    Action action{.at = begin, .kind = ActionKind::kApart};
    for (HostIndex host = 0; host < schedule_.hosts; ++host) {
      if (apart_.chance(1, 2)) action.hosts.push_back(host);
    }
    add(std::move(action));
    return 2 * schedule_.converges_within;
  }

  void storm(base::Duration begin, base::Duration end) {
    std::vector<ActionKind> kinds;
    for (const ActionKind kind : kStormKinds) {
      if (draw_.chance(1, 3)) kinds.push_back(kind);
    }
    if (kinds.empty()) return;
    const base::Duration pace = draw_.log_duration(1s, 30s);
    for (base::Duration at = begin + kGathering + draw_.duration(0s, pace); at < end;
         at += draw_.duration(0s, 2 * pace)) {
      strike(kinds[draw_.below(kinds.size())], at, end);
    }
  }

  void strike(ActionKind kind, base::Duration at, base::Duration end) {
    Action action{.at = at, .kind = kind, .host = any_host(), .other = any_host()};
    if (form_of(kind).lasts) action.lasts = std::min(end - at, draw_.log_duration(100ms, 60s));
    action.amount = draw_.amount(kind);
    if (kind == ActionKind::kPartition) {
      for (HostIndex host = 0; host < schedule_.hosts; ++host) {
        if (draw_.chance(1, 2)) action.hosts.push_back(host);
      }
    }
    const HostIndex host = action.host;
    if (kind == ActionKind::kClog && draw_.chance(1, 2)) return clog_in_turn(action);
    const bool for_good = kind == ActionKind::kLeave && host + 1 == schedule_.hosts && draw_.chance(1, 3);
    add(std::move(action));
    if (kind == ActionKind::kKill || kind == ActionKind::kPowerOff) return come_back(at, end, host);
    if (kind == ActionKind::kLeave && !for_good) come_back(at, end, host);
  }

  // Who died is back after a while; what it kept may have suffered. Only the host that nobody else was told
  // to look for may leave for good: else a group could lose its last common acquaintance.
  void come_back(base::Duration at, base::Duration end, HostIndex host) {
    const base::Duration back = std::min(at + draw_.log_duration(10ms, 30s), end);
    const base::Duration between = (at + back) / 2;
    if (draw_.chance(1, 8)) add({.at = between, .kind = ActionKind::kWipeStore, .host = host});
    if (draw_.chance(1, 8)) {
      const auto permille = static_cast<std::int64_t>(draw_.below(1001));
      add({.at = between, .kind = ActionKind::kRestoreStore, .host = host, .amount = permille});
    }
    add({.at = back, .kind = ActionKind::kStart, .host = host, .hosts = seeds_[host]});
  }

  // Links are clogged one after another and let go in another order.
  void clog_in_turn(const Action& first) {
    base::Duration at = first.at;
    for (HostIndex other = 0; other < schedule_.hosts; ++other) {
      if (other == first.host) continue;
      Action action = first;
      action.at = at;
      action.other = other;
      action.lasts = std::min(first.lasts, draw_.log_duration(100ms, 10s));
      at += draw_.duration(0s, 500ms);
      if (at < schedule_.length) add(std::move(action));
    }
  }

  // Some rounds are quiet, in some everybody talks, in some come bursts or long lines.
  void talk(base::Duration begin, base::Duration end) {
    const std::uint64_t style = talk_.below(4);
    const std::int64_t lines_max = kLinesMax * (end - begin) / schedule_.length;
    const std::int64_t lines =
        static_cast<std::int64_t>(talk_.below(static_cast<std::uint64_t>(lines_max))) + 5;
    for (std::int64_t left = style == 0 ? lines / 10 + 2 : lines; left > 0;) {
      Action say{.at = talk_.duration(begin, end), .kind = ActionKind::kSay};
      say.host = static_cast<HostIndex>(talk_.below(schedule_.hosts));
      say.lasts = std::min(end - say.at, talk_.log_duration(1s, 60s));
      say.amount = 1 + static_cast<std::int64_t>(talk_.below(20));
      if (style == 2 && talk_.chance(1, 4)) {
        say.amount = 20 + static_cast<std::int64_t>(talk_.below(130));
        say.lasts = talk_.chance(1, 3) ? base::Duration{} : talk_.duration(0s, 500ms);
      }
      if (style == 3 && talk_.chance(1, 6)) say.bytes = static_cast<std::int64_t>(talk_.below(16 * 1024));
      left -= say.amount;
      add(std::move(say));
    }
  }

  static constexpr std::array kStormKinds{
      ActionKind::kKill,      ActionKind::kKill,      ActionKind::kPowerOff,   ActionKind::kLeave,
      ActionKind::kPause,     ActionKind::kSuspend,   ActionKind::kClockStep,  ActionKind::kNick,
      ActionKind::kPartition, ActionKind::kPartition, ActionKind::kIsolate,    ActionKind::kCut,
      ActionKind::kPart,      ActionKind::kRingCut,   ActionKind::kClog,       ActionKind::kLoss,
      ActionKind::kVanish,    ActionKind::kDuplicate, ActionKind::kReorder,    ActionKind::kSlowWires,
      ActionKind::kHeavyTail, ActionKind::kBandwidth, ActionKind::kSlowReader, ActionKind::kDiskFull,
      ActionKind::kDiskError,
  };

  Draw draw_, talk_, apart_;
  Schedule schedule_;
  std::vector<std::vector<HostIndex>> seeds_;  // of each host
};

}  // namespace

Schedule random_schedule(std::uint64_t seed, const Ranges& ranges) {
  return Composer(seed, ranges).compose();
}

Schedule idle_schedule(std::uint64_t seed, HostIndex hosts, base::Duration length, std::uint64_t lines_per_second) {
  Schedule schedule{.seed = seed, .hosts = hosts, .length = length};
  for (HostIndex host = 0; host < hosts; ++host) {
    Action start{.at = std::chrono::milliseconds(20) * host, .kind = ActionKind::kStart, .host = host};
    if (host != 0) start.hosts = {0};
    schedule.actions.push_back(std::move(start));
  }
  const base::Duration gathered = std::chrono::milliseconds(20) * hosts;
  const base::Duration begin = gathered + schedule.converges_within + schedule.quiet_for;
  schedule.length = begin + length;
  schedule.actions.push_back({.at = gathered, .kind = ActionKind::kCalm});
  if (lines_per_second == 0) return schedule;
  schedule.actions.push_back({.at = begin,
                              .kind = ActionKind::kSay,
                              .host = hosts / 2,
                              .lasts = length,
                              .amount = static_cast<std::int64_t>(lines_per_second) * (length / 1s)});
  return schedule;
}

}  // namespace sim
