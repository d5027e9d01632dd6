#include "bloom/stream.h"

namespace bloom {

Passes::Passes(const Reading& reading, const Shape& shape) : reading_(reading), shape_(shape) {
  bool nothing_seen = true;
  bool possible = true;
  for (std::size_t i = 0; i < shape.inputs; ++i) {
    const Rule::Input& input = reading.rule.inputs[i];
    seen_[i] = reading.late ? 0 : input.cursor;
    ends_[i] = input.collection->end();
    nothing_seen = nothing_seen && seen_[i] == 0;
    possible = possible && (ends_[i] != 0 || !shape.all_needed);
  }
  if (possible) plan_ = nothing_seen && shape.any_driver ? Plan::kSmallest : Plan::kTurns;
}

bool Passes::lead_with_smallest() {
  for (std::size_t i = 0; i < shape_.inputs; ++i) {
    ranges_[i] = {0, ends_[i]};
    if (ends_[i] < ends_[driver_]) driver_ = i;
  }
  reading_.rule.rows_in += ends_[driver_];
  plan_ = Plan::kNone;
  return true;
}

bool Passes::lead_with_next() {
  while (turn_ < (shape_.any_driver ? shape_.inputs : 1)) {
    driver_ = turn_++;
    if (seen_[driver_] == ends_[driver_]) continue;
    bool possible = true;
    for (std::size_t i = 0; i < shape_.inputs; ++i) {
      ranges_[i] = {0, i < driver_ || !shape_.any_driver ? ends_[i] : seen_[i]};
      if (i == driver_) ranges_[i] = {seen_[i], ends_[i]};
      possible = possible && (!ranges_[i].empty() || !shape_.all_needed);
    }
    if (!possible) continue;
    reading_.rule.rows_in += ends_[driver_] - seen_[driver_];
    return true;
  }
  return false;
}

void Passes::done() {
  if (reading_.late) return;
  for (std::size_t i = 0; i < shape_.inputs; ++i) reading_.rule.inputs[i].cursor = ends_[i];
}

std::vector<Fact> narrow(const Rule& rule, const Passes::Shape& shape, void* context,
                         bool (*yields)(void* context, const Range* ranges)) {
  std::array<Range, kInputsMax> ranges;
  for (std::size_t i = 0; i < shape.inputs; ++i) {
    const CollectionBase* collection = rule.inputs[i].collection;
    ranges[i] = {0, collection == &rule.target ? rule.explained : collection->end()};
  }
  if (!yields(context, ranges.data())) return {};
  std::vector<Fact> facts;
  for (std::size_t i = 0; i < (shape.all_needed ? shape.inputs : 1); ++i) {
    while (ranges[i].to - ranges[i].from > 1) {
      const Range whole = ranges[i];
      ranges[i].to = whole.from + (whole.to - whole.from) / 2;
      if (!yields(context, ranges.data())) ranges[i] = {ranges[i].to, whole.to};
    }
    facts.push_back({rule.inputs[i].collection, ranges[i].from});
  }
  return facts;
}

}  // namespace bloom
