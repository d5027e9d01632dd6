#include "sim/schedule/director.h"

#include <algorithm>
#include <string>

#include "base/check.h"

namespace sim {

namespace {

constexpr base::Duration kTryAgain = std::chrono::seconds(2);  // where a peer could not start
constexpr std::array<std::string_view, 3> kRooms{"lobby", "kitchen", "garden"};

bool is_condition(ActionKind kind) { return kind >= ActionKind::kPartition && kind <= ActionKind::kDiskFull; }
bool is_stop(ActionKind kind) { return kind == ActionKind::kCalm || kind == ActionKind::kApart; }

bool contains(const std::vector<HostIndex>& hosts, HostIndex host) {
  return std::find(hosts.begin(), hosts.end(), host) != hosts.end();
}

std::string room_of(std::uint64_t line) { return std::string(kRooms[line % 8 < 6 ? 0 : line % 8 - 5]); }

std::string text_of(const Action& action, std::uint64_t number) {
  std::string text = name_of(action.host) + " says " + std::to_string(number);
  const auto bytes = static_cast<std::size_t>(std::clamp<std::int64_t>(action.bytes, 0, node::kTextBytesMax));
  if (text.size() < bytes) text.resize(bytes, '.');
  return text;
}

}  // namespace

Director::Director(World& world, const Schedule& schedule)
    : world_(world),
      schedule_(schedule),
      begin_(world.now()),
      conditions_(schedule.actions.size()),
      wanted_(schedule.hosts),
      seeds_(schedule.hosts) {
  world_.conditions().delay = schedule.delay;
  for (const HostIndex host : schedule.ephemeral) world_.set_ephemeral(host);
  world_.set_portions(schedule.portions);
  for (std::size_t i = 0; i < schedule.actions.size(); ++i) {
    const Action& action = schedule.actions[i];
    CHECK(action.host < schedule.hosts && action.other < schedule.hosts, "a schedule names hosts there are");
    conditions_[i].action = &action;
    if (action.kind == ActionKind::kStart && seeds_[action.host].empty()) seeds_[action.host] = action.hosts;
    if (is_stop(action.kind)) continue;
    world_.timeline().at(begin_ + action.at, EventKind::kAction, static_cast<std::uint32_t>(i), 0);
  }
}

void Director::on_due(const Event& event) {
  if (event.kind == EventKind::kRestart) {
    if (wanted_[event.subject] && !world_.running(event.subject)) restart(event.subject);
    return;
  }
  const Action& action = schedule_.actions[event.subject];
  if (event.kind == EventKind::kSay) return say(action, event.tag);
  if (event.kind == EventKind::kAction) return perform(event.subject);
  end_condition(conditions_[event.subject]);
}

void Director::perform(std::size_t index) {
  const Action& action = schedule_.actions[index];
  bool done = true;
  if (action.kind == ActionKind::kSay) {
    plan_talk(index);
  } else if (is_condition(action.kind)) {
    begin_condition(index);
  } else {
    done = begin(action);
  }
  if (!done) return;
  ++performed_[static_cast<std::size_t>(action.kind)];
  if (form_of(action.kind).fault) {
    world_.trace().note(world_.now(), Trace::Kind::kFault, kNoHost, kNoHost, to_text(action));
  }
}

// Lives and clocks. Answers whether there was anything to act upon.
bool Director::begin(const Action& action) {
  const HostIndex host = action.host;
  const bool runs = world_.running(host);
  switch (action.kind) {
    case ActionKind::kStart:
      if (runs) return false;
      wanted_[host] = true;
      if (!action.hosts.empty()) seeds_[host] = action.hosts;
      restart(host);
      return true;
    case ActionKind::kKill:
    case ActionKind::kPowerOff:
      if (runs) world_.stop(host, action.kind == ActionKind::kKill ? Death::kKilled : Death::kPowerLost);
      return runs;
    case ActionKind::kLeave:
      if (!world_.awake(host)) return false;
      wanted_[host] = false;
      world_.stop(host, Death::kLeft);
      return true;
    case ActionKind::kPause:
    case ActionKind::kSuspend:
      if (!world_.awake(host)) return false;
      world_.pause(host, action.lasts, action.kind == ActionKind::kSuspend);
      return true;
    case ActionKind::kClockStep:
      world_.step_wall_clock(host, std::chrono::seconds(action.amount));
      return true;
    case ActionKind::kNick:
      world_.rename(host, "n" + std::to_string(action.amount));
      return runs;
    default:
      return begin_store_fault(action);
  }
}

bool Director::begin_store_fault(const Action& action) {
  if (action.kind == ActionKind::kWipeStore) return world_.wipe_store(action.host);
  if (action.kind == ActionKind::kRestoreStore) {
    return world_.restore_store(action.host,
                                static_cast<std::uint32_t>(std::clamp<std::int64_t>(action.amount, 0, 1000)));
  }
  CHECK(action.kind == ActionKind::kDiskError, "every kind of action is performed");
  SimStore* store = world_.store(action.host);
  if (store != nullptr)
    store->fail_after(static_cast<std::uint64_t>(std::max<std::int64_t>(action.amount, 0)));
  return store != nullptr;
}

void Director::begin_condition(std::size_t index) {
  Condition& condition = conditions_[index];
  condition.active = true;
  world_.timeline().at(world_.now() + condition.action->lasts, EventKind::kLift,
                       static_cast<std::uint32_t>(index), 0);
  apply_cuts(*condition.action, +1);
  refresh();
}

void Director::end_condition(Condition& condition) {
  if (!std::exchange(condition.active, false)) return;
  world_.trace().note(world_.now(), Trace::Kind::kFault, kNoHost, kNoHost,
                      "over: " + std::string(form_of(condition.action->kind).name));
  apply_cuts(*condition.action, -1);
  refresh();
}

void Director::apply_cuts(const Action& action, int by) {
  Conditions& conditions = world_.conditions();
  const auto both_ways = [&](HostIndex a, HostIndex b) {
    conditions.cut(a, b, by);
    conditions.cut(b, a, by);
  };
  if (action.kind == ActionKind::kCut) conditions.cut(action.host, action.other, by);
  if (action.kind == ActionKind::kClog) conditions.clog(action.host, action.other, by);
  if (action.kind == ActionKind::kPart && action.host != action.other) both_ways(action.host, action.other);
  const HostIndex hosts = world_.hosts();
  for (HostIndex a = 0; a < hosts; ++a) {
    if (action.kind == ActionKind::kRingCut && hosts > 2) both_ways(a, (a + 1) % hosts);
    if (action.kind == ActionKind::kIsolate && a != action.host) both_ways(a, action.host);
    if (action.kind != ActionKind::kPartition || !contains(action.hosts, a)) continue;
    for (HostIndex b = 0; b < hosts; ++b) {
      if (!contains(action.hosts, b)) both_ways(a, b);
    }
  }
}

// What holds for all wires, from the faults that are active: of each kind the one that began last.
void Director::refresh() {
  Conditions& now = world_.conditions();
  now.loss = now.vanish = now.duplicate = now.reorder = 0;
  now.bytes_per_second = 0;
  now.delay = schedule_.delay;
  std::vector<std::uint64_t> reading(world_.hosts(), 0);
  std::vector<bool> full(world_.hosts(), false);
  for (const Condition& condition : conditions_) {
    if (!condition.active) continue;
    const Action& action = *condition.action;
    const auto permille = static_cast<std::uint32_t>(std::clamp<std::int64_t>(action.amount, 0, 1000));
    const auto rate = static_cast<std::uint64_t>(std::max<std::int64_t>(action.amount, 1));
    const base::Duration milliseconds = std::chrono::milliseconds(action.amount);
    if (action.kind == ActionKind::kLoss) now.loss = permille;
    if (action.kind == ActionKind::kVanish) now.vanish = permille;
    if (action.kind == ActionKind::kDuplicate) now.duplicate = permille;
    if (action.kind == ActionKind::kReorder) now.reorder = permille;
    if (action.kind == ActionKind::kBandwidth) now.bytes_per_second = rate;
    if (action.kind == ActionKind::kSlowReader) reading[action.host] = rate;
    if (action.kind == ActionKind::kDiskFull) full[action.host] = true;
    if (action.kind == ActionKind::kSlowWires)
      now.delay = {DelayModel::Shape::kUniform, milliseconds / 2, milliseconds};
    if (action.kind == ActionKind::kHeavyTail) {
      now.delay = {DelayModel::Shape::kHeavyTailed, schedule_.delay.least, milliseconds};
    }
  }
  for (HostIndex host = 0; host < world_.hosts(); ++host) {
    world_.network().set_reading(host, reading[host]);
    if (SimStore* store = world_.store(host)) store->set_full(full[host]);
  }
  world_.network().conditions_changed();
}

void Director::plan_talk(std::size_t index) {
  const Action& action = schedule_.actions[index];
  const std::int64_t lines = std::max<std::int64_t>(action.amount, 1);
  for (std::int64_t line = 0; line < lines; line += action.lasts == base::Duration{} ? lines : 1) {
    world_.timeline().at(world_.now() + action.lasts * line / lines, EventKind::kSay,
                         static_cast<std::uint32_t>(index), static_cast<std::uint64_t>(line));
  }
}

// Each line is different, so that none can be taken for another. Where they take no time, all are said together.
void Director::say(const Action& action, std::uint64_t number) {
  if (!world_.awake(action.host)) return;
  if (action.lasts != base::Duration{}) {
    lines_said_ += world_.say(action.host, room_of(number), text_of(action, lines_said_)) ? 1 : 0;
    return;
  }
  std::vector<World::Saying> lines;
  const auto count = static_cast<std::uint64_t>(std::max<std::int64_t>(action.amount, 1));
  for (; number < count; ++number) lines.push_back({room_of(number), text_of(action, lines_said_ + lines.size())});
  lines_said_ += world_.say(action.host, lines);
}

const Action* Director::next_stop() const {
  for (const Action& action : schedule_.actions) {
    if (is_stop(action.kind) && due(action) > world_.now()) return &action;
  }
  return nullptr;
}

void Director::part(const std::vector<HostIndex>& side) {
  ++performed_[static_cast<std::size_t>(ActionKind::kApart)];
  world_.trace().note(world_.now(), Trace::Kind::kNote, kNoHost, kNoHost, "apart: two sides, and no other fault");
  apply_cuts({.kind = ActionKind::kPartition, .hosts = side}, +1);
  world_.network().conditions_changed();
}

void Director::join(const std::vector<HostIndex>& side) {
  apply_cuts({.kind = ActionKind::kPartition, .hosts = side}, -1);
  world_.network().conditions_changed();
}

void Director::mend_all() {
  for (Condition& condition : conditions_) end_condition(condition);
  for (HostIndex host = 0; host < world_.hosts(); ++host) {
    if (SimStore* store = world_.store(host)) store->mend();
    world_.wake(host);
    if (wanted_[host] && !world_.running(host)) restart(host);
  }
  world_.trace().note(world_.now(), Trace::Kind::kNote, kNoHost, kNoHost, "calm: everything is mended");
}

void Director::restart(HostIndex host) {
  if (world_.start(host, "n" + std::to_string(host), seeds_[host])) return;
  world_.timeline().at(world_.now() + kTryAgain, EventKind::kRestart, host, 0);
}

}  // namespace sim
