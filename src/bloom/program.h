// Program: a set of collections and rules, evaluated tick by tick. It owns the rules, never the collections,
// and has no clock, thread or socket: time and messages come in, effects leave through callbacks.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/time.h"
#include "bloom/rule.h"

namespace bloom {

class Periodic;
class Clock;

// A program that has no meaning, found before its first tick.
class ProgramError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

// A row that contradicts the row of equal key. Thrown inside a rule, reported as a RuleError.
class KeyConflict : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct RuleError {
  std::string rule;  // "leader <=", or the collection where no rule is to blame
  std::string file;
  int line = 0;
  std::string what;
  std::string text() const;
};

struct TickReport {
  std::uint64_t number = 0;
  std::vector<RuleError> errors;
};

struct RuleCounters {
  std::string rule, file;
  int line = 0;
  std::uint64_t runs = 0, rows_in = 0, rows_out = 0;
};

struct TraceEvent {
  enum class Kind : std::uint8_t { kTick, kEntered, kDerived, kDeferred, kSent, kQuarantined, kFailed };
  Kind kind{};
  std::uint64_t tick = 0;
  std::string collection, row, rule;  // `rule` with its file and line
  std::string text() const;
};

// Why a row is there: the rule, and the rows it was derived from, each explained in turn.
struct Explanation {
  std::string collection, row;
  std::string rule, file;  // empty where the row came from outside or from an earlier tick
  int line = 0;
  std::vector<Explanation> because;
  std::string text() const;  // an indented tree
};

struct Options {
  std::string name = "program";
  bool recompute = false;  // forget all that is derived and evaluate naively: the oracle
};

class Program {
 public:
  explicit Program(Options options = {});
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  // One tick at time `now`, which never goes back. An error in a rule undoes the tick and is reported.
  // The first tick throws ProgramError if a non-monotone cycle leaves the rules without a meaning.
  TickReport tick(base::Instant now);

  // Rows wait for the next tick: deferred, delivered, or handed back by a tick that failed.
  bool wants_tick() const { return !deferred_.empty() || !arrivals_.empty(); }
  // The next beat that a rule waits for: none where there is no periodic, or nobody waits.
  std::optional<base::Instant> next_beat() const;
  std::optional<int> halted() const { return halted_; }

  Scope scope(const std::string& name) { return {*this, name + "."}; }
  Options& options() { return options_; }
  std::uint64_t number() const { return number_; }
  std::uint64_t quarantined() const;
  const std::vector<CollectionBase*>& collections() const { return collections_; }

  void on_trace(std::function<void(const TraceEvent&)> listener) { trace_ = std::move(listener); }
  std::vector<RuleCounters> counters() const;
  std::string dot() const;  // the dataflow for Graphviz
  Explanation why_at(const CollectionBase& collection, Position at) const;
  template <class C>
  Explanation why(const C& collection, const typename C::row_type& row) const {
    return why_at(collection, collection.position_of(row));
  }

  // ---- for collections and rules ----
  void adopt(CollectionBase& collection);
  void adopt(std::unique_ptr<Rule> rule);
  // Keeps a collection that an expression made for itself.
  CollectionBase& keep(std::unique_ptr<CollectionBase> collection);
  void release(const CollectionBase& collection);
  void add_periodic(Periodic& periodic) { rhythms_.push_back({&periodic, {}}); }
  void add_clock(Clock& clock) { clocks_.push_back(&clock); }
  void queue_deferred(CollectionBase& collection);
  void queue_arrivals(CollectionBase& collection);
  void queue_leave(CollectionBase& collection);
  void queue_begin(CollectionBase& collection);
  void mark(CollectionBase& collection, Position end) {
    if (collection.marked_in_tick != number_) marked_.push_back({&collection, end});
    collection.marked_in_tick = number_;
  }
  void grew(CollectionBase& collection, Position from, const Rule* rule);
  void lost(CollectionBase& collection);
  // Its rules run over all they read: rows taken out come back where they still follow.
  void feed_again(CollectionBase& collection);
  void derive_again(CollectionBase& collection);
  void changed_in_place(CollectionBase& collection) { contradict(collection, true); }
  // The collection has no rows any more, or has some again: rules that need them cannot fire, or can. What a tick
  // empties when it begins is often filled again before any rule runs.
  void emptied(CollectionBase& collection) {
    if (!collection.occupied) return;
    if (beginning_) {
      emptied_.push_back(&collection);
    } else {
      set_occupied(collection, false);
    }
  }
  void filled(CollectionBase& collection) {
    if (!collection.occupied) set_occupied(collection, true);
  }
  void refused(CollectionBase& collection, const std::string& row, const Rule* rule);
  void deferred(const CollectionBase& collection, Head head, const std::string& row, const Rule* rule);
  void fail(const Rule* rule, const std::string& subject, const std::string& what);
  bool tracing() const { return static_cast<bool>(trace_); }
  bool running() const { return running_ != nullptr; }
  bool may_read(const CollectionBase& collection) const;
  bool can_fire(const Rule& rule) const { return missing_[rule.number] == 0; }
  void halt(int code) { halted_ = code; }
  base::Instant now() const { return now_; }

 private:
  static constexpr std::size_t kAwakeWordBits = 64;

  struct Component {
    std::vector<Rule*> rules;
    bool cyclic = false;
    std::size_t open = 0;  // rules that can fire
  };
  struct Marked {
    CollectionBase* collection;
    Position end;
  };
  // A rule that reads a periodic, and the first time at which it has a use for a beat, by the rows that were looked at.
  struct Hearer {
    std::uint32_t number;                  // the rule's
    bool listens;                          // always, or as long as no other input that it needs is empty
    Rule* rule;
    const CollectionBase* rows = nullptr;  // whose first due time counts; null where any beat may do
    Position looked_at = 0;
    std::uint32_t shuffles = 0;
    base::Instant first = base::Instant::max();
  };
  struct Rhythm {
    Periodic* periodic;
    std::vector<Hearer> hearers;
  };

  void seal(base::Instant now);
  void order_components();
  void mark_origins();
  void begin(base::Instant now);
  void take_arrivals();
  void find_hearers();
  void start_beats(base::Instant now);
  void beat();
  void plan_beats(bool all);
  base::Instant first_use(Rhythm& rhythm) const;
  base::Instant first_due(Hearer& hearer) const;
  bool is_deaf(const Rhythm& rhythm, const Hearer& hearer) const;
  bool run_components();
  bool run_component(Component& component);
  void give_up_contradicted(const Component& component);
  bool run_rule(Rule& rule);
  void give_up(Rule& rule, const std::string& why);
  bool run_late();
  void leave();
  void undo();
  void isolate_arrivals();
  void forget_derived();
  void contradict(CollectionBase& collection, bool rows_lost);
  CollectionBase::Bits awake_bit(const Rule& rule) const;
  void wake(const Rule& rule);
  void upset(Rule& rule);
  void set_occupied(CollectionBase& collection, bool occupied);
  void open(const Rule& rule);
  void shut(const Rule& rule);
  void count_empty_inputs();
  void plan_reach(CollectionBase& collection) const;
  void queue_leave_if_output(CollectionBase& collection);
  void trace(TraceEvent::Kind kind, const std::string& collection, const std::string& row, const Rule* rule) const;

  Options options_;
  std::vector<CollectionBase*> collections_;
  std::vector<std::unique_ptr<CollectionBase>> kept_;
  std::vector<std::unique_ptr<Rule>> rules_;
  std::vector<Component> components_;
  std::vector<Rule*> late_rules_;
  std::vector<Rhythm> rhythms_;
  std::vector<Clock*> clocks_;

  bool sealed_ = false, beginning_ = false;
  std::vector<CollectionBase*> emptied_;  // since the tick began
  std::uint64_t number_ = 0;
  base::Instant now_{};
  base::Instant beat_due_ = base::Instant::max(), next_beat_ = base::Instant::max();
  std::optional<int> halted_;
  std::vector<std::uint64_t> awake_;  // a bit a component; from word late_words_ on, a bit a late rule
  std::vector<std::uint64_t> open_;   // likewise: where a rule can fire
  std::vector<std::uint64_t> upset_;  // a bit a component: where a rule is contradicted
  std::vector<std::uint32_t> missing_;  // by number of a rule: how many inputs that it needs are empty
  std::size_t late_words_ = 0;
  const Rule* running_ = nullptr;
  TickReport report_;
  std::size_t one_at_a_time_ = 0;  // arrivals still to be tried alone after a failed tick

  std::vector<CollectionBase*> begin_, deferred_, arrivals_, arrived_, leave_, spare_;
  std::vector<Marked> marked_;
  std::function<void(const TraceEvent&)> trace_;
};

}  // namespace bloom
