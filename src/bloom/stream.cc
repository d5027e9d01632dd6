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
  if (!possible) return;
  if (nothing_seen && shape.any_driver) {
    lead_with_smallest();
  } else {
    lead_with_each_in_turn();
  }
}

void Passes::lead_with_smallest() {
  std::size_t driver = 0;
  std::array<Range, kInputsMax> ranges;
  for (std::size_t i = 0; i < shape_.inputs; ++i) {
    ranges[i] = {0, ends_[i]};
    if (ends_[i] < ends_[driver]) driver = i;
  }
  add(driver, ranges);
}

void Passes::lead_with_each_in_turn() {
  for (std::size_t driver = 0; driver < (shape_.any_driver ? shape_.inputs : 1); ++driver) {
    if (seen_[driver] == ends_[driver]) continue;
    std::array<Range, kInputsMax> ranges;
    bool possible = true;
    for (std::size_t i = 0; i < shape_.inputs; ++i) {
      ranges[i] = {0, i < driver || !shape_.any_driver ? ends_[i] : seen_[i]};
      if (i == driver) ranges[i] = {seen_[i], ends_[i]};
      possible = possible && (!ranges[i].empty() || !shape_.all_needed);
    }
    if (possible) add(driver, ranges);
  }
}

void Passes::add(std::size_t driver, const std::array<Range, kInputsMax>& ranges) {
  passes_[count_++] = {driver, ranges};
  reading_.rule.rows_in += ranges[driver].to - ranges[driver].from;
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
