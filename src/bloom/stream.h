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

// The passes that evaluate a streaming source once: each leads with the new rows of one input. Semi-naive
// evaluation (Bancilhon & Ramakrishnan 1986): pass i joins the new rows of input i with all rows of the inputs
// before it and the old rows of those behind it, so that no combination is met twice.
class Passes {
 public:
  struct Shape {
    std::size_t inputs;
    bool all_needed;  // an empty input means an empty result
    bool any_driver;  // any input may lead; else the first leads alone
  };

  Passes(const Reading& reading, const Shape& shape);
  // On to the next pass, the first at first; false if there is none.
  bool next() { return plan_ != Plan::kNone && (plan_ == Plan::kTurns ? lead_with_next() : lead_with_smallest()); }
  std::size_t driver() const { return driver_; }
  const Range* ranges() const { return ranges_; }
  // Everything planned has been read.
  void done();

 private:
  enum class Plan : std::uint8_t { kNone, kSmallest, kTurns };

  bool lead_with_smallest();
  bool lead_with_next();

  const Reading& reading_;
  const Shape& shape_;
  Plan plan_ = Plan::kNone;
  std::size_t driver_ = 0, turn_ = 0;
  Position seen_[kInputsMax], ends_[kInputsMax];
  Range ranges_[kInputsMax];
};

template <class Source>
inline constexpr Passes::Shape kShape{Source::kInputs, Source::kAllNeeded, Source::kAnyDriver};

template <class Source, class F>
void stream(Source& source, const Reading& reading, const F& f) {
  if constexpr (Source::kInputs == 1) {
    Rule::Input& input = reading.rule.inputs[0];
    const Range range{reading.late ? 0 : input.cursor, input.collection->end()};
    reading.rule.rows_in += range.to - range.from;
    source.drive(0, &range, f);
    if (!reading.late) input.cursor = range.to;
    return;
  }
  Passes passes(reading, kShape<Source>);
  while (passes.next()) {
    source.prepare(passes.driver());
    source.drive(passes.driver(), passes.ranges(), f);
  }
  passes.done();
}

// Narrows the range of each input to the first row that still yields what is looked for; `yields` evaluates
// within the ranges it is given.
std::vector<Fact> narrow(const Rule& rule, const Passes::Shape& shape, void* context,
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
