// What every collection is to the engine, whatever its rows: a numbered sequence of rows that grows during a
// tick and may lose rows between ticks. Collections are owned by the module that declares them and must
// outlive every tick of their Program; they never run a rule themselves.
#pragma once

#include <cstdint>
#include <source_location>
#include <string>
#include <vector>

#include "bloom/key_set.h"

namespace bloom {

class Program;
class Rule;

// Where a rule stands in the source: kept for errors, traces and graphs.
struct Location {
  const char* file = "";
  int line = 0;
  Location() = default;
  Location(const std::source_location& at)  // NOLINT(google-explicit-constructor)
      : file(at.file_name()), line(static_cast<int>(at.line())) {}
};

// A program and a prefix for names, so that one module can be imported twice under two names.
struct Scope {
  Scope(Program& owner) : program(&owner) {}  // NOLINT(google-explicit-constructor)
  Scope(Program& owner, std::string name_prefix) : program(&owner), prefix(std::move(name_prefix)) {}
  Scope sub(const std::string& name) const { return {*program, prefix + name + "."}; }

  Program* program;
  std::string prefix;
};

enum class Kind : std::uint8_t {
  kTable, kScratch, kTemp, kChannel, kLoopback, kPeriodic, kStdio, kInput, kOutput, kClock, kBootstrap, kHalt, kLattice
};
const char* kind_name(Kind kind);

// The five operators.
enum class Head : std::uint8_t { kNow, kNext, kDelete, kUpsert, kSend };
const char* head_name(Head head);

class CollectionBase {
 public:
  CollectionBase(const Scope& scope, std::string name, Kind kind);
  virtual ~CollectionBase();
  CollectionBase(const CollectionBase&) = delete;
  CollectionBase& operator=(const CollectionBase&) = delete;

  const std::string& name() const { return name_; }
  Kind kind() const { return kind_; }
  Program& program() const { return *program_; }
  // Rows that peers sent and that contradicted a row held: refused one by one, and counted here.
  std::uint64_t quarantined() const { return quarantined_; }

  // ---- for the engine: rows are numbered 0..end(), some may be dead ----
  Position end() const { return end_; }
  // Rows outlive the tick. All others are gone when the next one begins.
  bool persists() const { return kind_ == Kind::kTable || kind_ == Kind::kLattice; }
  // Filled by rules within the tick, so that the engine may clear and derive it again.
  bool derived() const {
    return kind_ == Kind::kScratch || kind_ == Kind::kTemp || kind_ == Kind::kOutput || kind_ == Kind::kHalt;
  }
  // Rows of one key merge, so that a row may be replaced by a larger one within a tick.
  virtual bool grows_in_place() const { return false; }
  virtual bool live(Position at) const = 0;
  virtual std::string row_text(Position at) const = 0;
  virtual void clear() = 0;               // every row, and the cursors of the rules that read it
  virtual void begin_tick() {}            // drop what lived one tick
  virtual void apply_deferred() {}        // deletes, then inserts and upserts
  virtual bool take_arrival_rows(std::size_t) { return false; }  // true: more are waiting
  virtual std::size_t give_back_arrivals() { return 0; }         // after a failed tick
  virtual void leave() {}                 // effects: sends, prints, outputs
  virtual void abandon() {}               // forget what a failed tick deferred or would have sent
  virtual void undo(Position mark) = 0;   // back to the rows before `mark`
  virtual void forget_indexes() = 0;

  struct Reader {
    Rule* rule;
    std::size_t input;
  };
  // What a change of these rows means to the readers; known once all rules are.
  struct Bits {
    std::size_t word;
    std::uint64_t bits;
  };
  struct Reach {
    std::vector<Bits> awake;                 // who must look again when rows come
    std::vector<Rule*> contradicted;         // whose results may not hold after any change
    std::vector<CollectionBase*> rederived;  // what must be derived again when rows go
    std::vector<std::uint32_t> needing;      // numbers of the rules that cannot fire without rows; once an input
  };

 protected:
  void check_readable() const;  // while a rule runs: its function may read only what its rule declares
  void rewind_readers();        // all rows are gone: what is read next starts at the first

  // What every tick needs comes first.
  Position end_ = 0;

 public:
  std::uint32_t generation = 0;  // how often all rows went
  std::uint32_t shuffles = 0;    // how often rows went, or changed places
  bool occupied = false;         // as the rules that need its rows know it
  bool queued_deferred = false, queued_arrivals = false, queued_leave = false, queued_begin = false;
  bool being_cleared = false;
  bool from_peers = false;  // its rows follow from what other nodes sent in this tick
  bool passing = false;     // rows of one tick are in it, or what follows from them
  bool unsettled = false;   // it may gain rows when a tick begins, with nothing new
  std::uint64_t marked_in_tick = 0;
  Reach reach;
  std::vector<Reader> readers;  // of every kind of head
  std::vector<Rule*> feeders;   // whose target this is
  void count_quarantined() { ++quarantined_; }

 private:
  Program* program_;
  std::string name_;
  Kind kind_;
  std::uint64_t quarantined_ = 0;
};

}  // namespace bloom
