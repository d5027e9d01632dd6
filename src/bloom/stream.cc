#include "bloom/stream.h"

namespace bloom {

std::vector<Fact> narrow(const Rule& rule, const Shape& shape, void* context,
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
