// What a Bloom program means, the slow and obvious way: every tick every rule is evaluated over whole sets,
// again and again until nothing changes. Shares no code with the engine; the engine is tested against it.
#pragma once

#include <set>
#include <vector>

#include "tests/bloom/random/program_spec.h"

namespace random_programs {

using Rows = std::set<Row>;

// What can be seen of one tick, by collection.
struct Observation {
  bool disturbed = false;      // an error or a quarantined row
  bool ended = false;          // what follows depends on the order of things: nothing more is said
  std::vector<Rows> contents;  // when the tick was over; where it was disturbed, of what persists alone
  std::vector<Rows> left;      // sent or printed
};

class Interpreter {
 public:
  explicit Interpreter(const ProgramSpec& program);

  // False where a collection depends on itself through a negation or an aggregate, within a tick.
  bool has_meaning() const { return has_meaning_; }

  // No tick may follow one that ended the run.
  Observation tick(const TickSpec& tick);

 private:
  struct Conflict {};  // thrown: two rows of one key that disagree

  const CollectionSpec& spec(std::size_t collection) const { return program_.collections[collection]; }
  void stratify();
  void begin(const TickSpec& tick);
  void take_deferred(std::size_t collection);
  void beat(std::size_t collection, int now);
  void arrive(std::size_t collection, const Row& row);
  void take_arrivals();
  void undo();
  void derive();
  void conclude(Observation& seen);
  bool add(std::size_t collection, const Row& row);
  void remove_key(Rows& rows, std::size_t collection, const Row& like);

  const ProgramSpec& program_;
  bool has_meaning_ = true;
  std::vector<int> levels_;     // of the collections; a rule runs on the level of its target
  std::vector<Rows> contents_;  // during a tick and after it
  std::vector<Rows> before_;    // as the tick found them, deferred rows included: what undoing it gives back
  std::vector<Rows> deletes_, inserts_, upserts_;  // decided in the tick before
  std::vector<std::vector<Row>> waiting_;          // arrived, not yet taken into a tick
  std::vector<std::vector<Row>> arrived_;          // taken into this one
  std::vector<std::size_t> queue_, taken_;         // collections with rows waiting, and those taken from
  std::size_t one_at_a_time_ = 0;                  // ticks that take a single row, after one that failed
  std::vector<int> beat_due_;
  bool started_ = false;
};

}  // namespace random_programs
