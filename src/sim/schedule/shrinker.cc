#include "sim/schedule/shrinker.h"

#include <algorithm>
#include <utility>

namespace sim {

namespace {

class Shrinker {
 public:
  Shrinker(Schedule schedule, const Fails& fails, int tries_max)
      : best_(std::move(schedule)), fails_(fails), tries_left_(tries_max) {}

  Schedule run() {
    cut_short();
    for (bool smaller = true; smaller && tries_left_ > 0;) {
      const Schedule before = best_;
      drop_actions();
      drop_hosts();
      make_actions_small();
      smaller = best_.actions != before.actions || best_.hosts != before.hosts;
    }
    return std::move(best_);
  }

 private:
  bool better(Schedule candidate) {
    if (tries_left_ <= 0) return false;
    --tries_left_;
    if (!fails_(candidate)) return false;
    best_ = std::move(candidate);
    return true;
  }

  // Let the run end with an earlier calm.
  void cut_short() {
    std::vector<base::Duration> ends;
    for (const Action& action : best_.actions) {
      if (action.kind == ActionKind::kCalm) ends.push_back(action.at);
    }
    for (const base::Duration end : ends) {
      Schedule candidate = best_;
      candidate.length = end;
      std::erase_if(candidate.actions, [&](const Action& action) { return action.at >= end; });
      if (better(std::move(candidate))) return;
    }
  }

  // Larger parts first.
  void drop_actions() {
    for (std::size_t part = std::max<std::size_t>(best_.actions.size() / 2, 1);; part /= 2) {
      for (std::size_t begin = 0; begin < best_.actions.size();) {
        Schedule candidate = best_;
        const std::size_t end = std::min(begin + part, candidate.actions.size());
        candidate.actions.erase(candidate.actions.begin() + static_cast<std::ptrdiff_t>(begin),
                                candidate.actions.begin() + static_cast<std::ptrdiff_t>(end));
        if (!better(std::move(candidate))) begin += part;
        if (tries_left_ <= 0) return;
      }
      if (part == 1) return;
    }
  }

  // The last hosts, where nothing is said of them.
  void drop_hosts() {
    HostIndex used = 0;
    for (const Action& action : best_.actions) {
      const ActionForm& form = form_of(action.kind);
      if (form.host) used = std::max(used, action.host + 1);
      if (form.other) used = std::max(used, action.other + 1);
      for (const HostIndex host : action.hosts) used = std::max(used, host + 1);
    }
    if (used == 0 || used >= best_.hosts) return;
    Schedule candidate = best_;
    candidate.hosts = used;
    std::erase_if(candidate.ephemeral, [&](HostIndex host) { return host >= used; });
    for (Action& action : candidate.actions) {
      action.host = std::min(action.host, used - 1);
      action.other = std::min(action.other, used - 1);
    }
    better(std::move(candidate));
  }

  void make_actions_small() {
    for (std::size_t i = 0; i < best_.actions.size(); ++i) {
      while (try_on(i, [](Action& action) {
        if (action.kind != ActionKind::kSay || action.amount <= 1) return false;
        action.amount /= 2;
        return true;
      })) {
      }
      try_on(i, [](Action& action) { return std::exchange(action.bytes, 0) != 0; });
      while (try_on(i, [](Action& action) {
        if (action.lasts <= std::chrono::milliseconds(200)) return false;
        action.lasts /= 2;
        return true;
      })) {
      }
    }
  }

  template <class Change>
  bool try_on(std::size_t index, const Change& change) {
    Schedule candidate = best_;
    return change(candidate.actions[index]) && better(std::move(candidate));
  }

  Schedule best_;
  const Fails& fails_;
  int tries_left_;
};

}  // namespace

Schedule shrink(Schedule schedule, const Fails& fails, int tries_max) {
  return Shrinker(std::move(schedule), fails, tries_max).run();
}

}  // namespace sim
