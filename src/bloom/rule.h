// A rule: an expression over collections, and where its rows go. It reads each input up to a cursor, so that
// evaluating it again costs what is new. Owned by its Program, which alone runs it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"
#include "bloom/collection.h"

namespace bloom {

struct Fact {
  const CollectionBase* collection;
  Position at;
};

class Rule {
 public:
  struct Input {
    CollectionBase* collection;
    bool monotone;        // more rows in can only mean more rows out
    Position cursor = 0;           // rows before it have been read,
    std::uint32_t generation = 0;  // if these are still the rows
    Position read() const { return generation == collection->generation ? cursor : 0; }
    void read_to(Position end) {
      cursor = end;
      generation = collection->generation;
    }
  };

  Rule(CollectionBase& target, Head head, Location location, std::vector<Input> inputs);
  virtual ~Rule() = default;

  // Hands rows to the target: of what is new (everything, if it must start over), or, for a rule that runs
  // late, of everything, leaving the cursors as they are.
  virtual void run() = 0;
  virtual void forget_staged() = 0;  // after an exception
  // For a rule that joins a periodic with one collection, by a function that knows when it has something to say (Due):
  // the earliest such time of that collection's rows from `from` on.
  virtual bool knows_when() const { return false; }
  virtual base::Instant first_due(Position /*from*/) const { return base::Instant::min(); }
  // The rows from which the target's row at `wanted` follows by this rule; empty if it does not.
  virtual std::vector<Fact> explain(Position wanted) = 0;

  std::string name() const;  // "leader <="
  bool has_news() const {
    if (fresh) return true;
    for (const Input& input : inputs) {
      if (input.monotone && input.read() != input.collection->end()) return true;
    }
    return false;
  }
  // Whether no row can follow while this input is empty.
  bool needs(std::size_t input) const { return input == 0 || inputs[input].monotone; }
  // The target was cleared: derive it all again.
  void start_over() {
    for (Input& input : inputs) input.cursor = 0;
    fresh = true;
  }
  bool instant() const { return head == Head::kNow; }

  // What every evaluation needs comes first.
  std::vector<Input> inputs;
  std::uint32_t number = 0;    // among the program's rules
  std::uint32_t component = 0;   // of the dataflow; rules of one component run to a fixpoint together
  bool recursive = false;      // its target is one of its inputs, directly
  bool from_peers = false;     // fed by a channel within the tick: its conflicts are quarantined
  bool fresh = true;           // has yet to run, or must start over
  bool contradicted = false;   // a non-monotone input changed: what was derived may not hold
  bool input_lost_rows = true; // aggregates must not build on what they have
  bool yielded = false;        // rows, when it last ran

  const Head head;
  CollectionBase& target;

  std::uint64_t runs = 0, rows_in = 0, rows_out = 0;
  Position explained = kNoPosition;  // the row being explained: it follows from rows of its own collection before it
  const Location location;
};

// Completes what an expression lists: a collection whose rows grow in place is read in a monotone way only if
// the rule's function promises so, one that a function looks into never is.
void declare_inputs(std::vector<Rule::Input>& inputs, bool promises_monotone,
                    const std::vector<CollectionBase*>& looked_into);

}  // namespace bloom
