// Director: makes the world do what a schedule says, when it says so, and lifts each fault when its time is
// over. An action that makes no sense any more (its host is dead, say) does nothing, so that a schedule can
// lose any part.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/schedule/schedule.h"
#include "sim/world.h"

namespace sim {

class Director : public DueListener {
 public:
  Director(World& world, const Schedule& schedule);

  void on_due(const Event& event) override;

  // The next calm or apart, which are the simulation's own to perform; null where none is left.
  const Action* next_stop() const;
  base::Instant due(const Action& action) const { return begin_ + action.at; }
  // Ends every fault at once, wakes who sleeps, and restarts who was killed.
  void mend_all();
  // Between `side` and the others nothing passes from now on, or all does again.
  void part(const std::vector<HostIndex>& side);
  void join(const std::vector<HostIndex>& side);

  // How many actions of each kind had anything to act upon.
  const std::array<std::uint64_t, kActionKindCount>& performed() const { return performed_; }
  std::uint64_t lines_said() const { return lines_said_; }

 private:
  struct Condition {
    const Action* action = nullptr;
    bool active = false;
  };

  void perform(std::size_t index);
  bool begin(const Action& action);
  void begin_condition(std::size_t index);
  void end_condition(Condition& condition);
  void apply_cuts(const Action& action, int by);
  void refresh();
  void plan_talk(std::size_t index);
  void say(const Action& action, std::uint64_t number);
  void restart(HostIndex host);
  bool begin_store_fault(const Action& action);

  World& world_;
  const Schedule& schedule_;
  const base::Instant begin_;
  std::vector<Condition> conditions_;  // one an action
  std::vector<bool> wanted_;           // a host: was started, and has not left
  std::vector<std::vector<HostIndex>> seeds_;
  std::array<std::uint64_t, kActionKindCount> performed_{};
  std::uint64_t lines_said_ = 0;
};

}  // namespace sim
