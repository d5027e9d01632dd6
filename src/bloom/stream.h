// How a rule reads its inputs: what is new since last time, or everything; and how an explanation finds the
// rows that a result came from. Used by the streaming sources: scan, join and negation.
#pragma once

#include <array>
#include <vector>

#include "bloom/rule.h"

namespace bloom {

inline constexpr std::size_t kInputsMax = 4;

struct Range {
  Position from = 0, to = 0;
  bool empty() const { return from >= to; }
};

// Which rule is evaluated, and whether from the start: everything, whatever has been read before.
struct Reading {
  Rule& rule;
  bool late;
};

// What the passes of a streaming source depend on, beside its rows.
struct Shape {
  std::size_t inputs;
  bool all_needed;  // an empty input means an empty result
  bool any_driver;  // any input may lead; else the first leads alone
};
template <class Source>
inline constexpr Shape kShape{Source::kInputs, Source::kAllNeeded, Source::kAnyDriver};

// The passes that evaluate a streaming source once: each leads with the new rows of one input. Semi-naive
// evaluation (Bancilhon & Ramakrishnan 1986): pass i joins the new rows of input i with all rows of the inputs
// before it and the old rows of those behind it, so that no combination is met twice.
template <Shape kOf>
class Passes {
 public:
  explicit Passes(const Reading& reading) : reading_(reading) {
    bool nothing_seen = true;
    bool possible = true;
    for (std::size_t i = 0; i < kOf.inputs; ++i) {
      const Rule::Input& input = reading.rule.inputs[i];
      seen_[i] = reading.late ? 0 : input.read();
      ends_[i] = input.collection->end();
      nothing_seen = nothing_seen && seen_[i] == 0;
      possible = possible && (ends_[i] != 0 || !kOf.all_needed);
    }
    if (possible) plan_ = nothing_seen && kOf.any_driver ? Plan::kSmallest : Plan::kTurns;
  }
  // On to the next pass, the first at first; false if there is none.
  bool next() { return plan_ != Plan::kNone && (plan_ == Plan::kTurns ? lead_with_next() : lead_with_smallest()); }
  std::size_t driver() const { return driver_; }
  const Range* ranges() const { return ranges_; }
  // Everything planned has been read.
  void done() {
    if (reading_.late) return;
    for (std::size_t i = 0; i < kOf.inputs; ++i) reading_.rule.inputs[i].read_to(ends_[i]);
  }

 private:
  enum class Plan : std::uint8_t { kNone, kSmallest, kTurns };

  bool lead_with_smallest() {
    for (std::size_t i = 0; i < kOf.inputs; ++i) {
      ranges_[i] = {0, ends_[i]};
      if (ends_[i] < ends_[driver_]) driver_ = i;
    }
    reading_.rule.rows_in += ends_[driver_];
    plan_ = Plan::kNone;
    return true;
  }
  bool lead_with_next() {
    while (turn_ < (kOf.any_driver ? kOf.inputs : 1)) {
      driver_ = turn_++;
      if (seen_[driver_] == ends_[driver_]) continue;
      bool possible = true;
      for (std::size_t i = 0; i < kOf.inputs; ++i) {
        ranges_[i] = {0, i < driver_ || !kOf.any_driver ? ends_[i] : seen_[i]};
        if (i == driver_) ranges_[i] = {seen_[i], ends_[i]};
        possible = possible && (!ranges_[i].empty() || !kOf.all_needed);
      }
      if (!possible) continue;
      reading_.rule.rows_in += ends_[driver_] - seen_[driver_];
      return true;
    }
    return false;
  }

  const Reading& reading_;
  Plan plan_ = Plan::kNone;
  std::size_t driver_ = 0, turn_ = 0;
  Position seen_[kOf.inputs], ends_[kOf.inputs];
  Range ranges_[kOf.inputs];
};

template <class Source, class F>
void stream(Source& source, const Reading& reading, const F& f) {
  if constexpr (Source::kInputs == 1) {
    Rule::Input& input = reading.rule.inputs[0];
    const Range range{reading.late ? 0 : input.read(), input.collection->end()};
    reading.rule.rows_in += range.to - range.from;
    source.drive(0, &range, f);
    if (!reading.late) input.read_to(range.to);
    return;
  }
  Passes<kShape<Source>> passes(reading);
  while (passes.next()) {
    source.prepare(passes.driver());
    source.drive(passes.driver(), passes.ranges(), f);
  }
  passes.done();
}

// Narrows the range of each input to the first row that still yields what is looked for; `yields` evaluates
// within the ranges it is given.
std::vector<Fact> narrow(const Rule& rule, const Shape& shape, void* context,
                         bool (*yields)(void* context, const Range* ranges));

template <class Source, class F>
std::vector<Fact> narrow(Source& source, const Rule& rule, bool& found, const F& f) {
  struct Context {
    Source& source;
    bool& found;
    const F& f;
  } context{source, found, f};
  return narrow(rule, kShape<Source>, &context, [](void* data, const Range* ranges) {
    auto& [from, hit, visit] = *static_cast<Context*>(data);
    hit = false;
    from.prepare(0);
    from.drive(0, ranges, visit);
    return hit;
  });
}

}  // namespace bloom
