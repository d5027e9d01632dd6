#include "bloom/rule.h"

namespace bloom {

Rule::Rule(CollectionBase& into, Head how, Location where, std::vector<Input> from)
    : inputs(std::move(from)), head(how), target(into), location(where) {
  for (const Input& input : inputs) recursive = recursive || input.collection == &target;
}

std::string Rule::name() const { return target.name() + " " + head_name(head); }

void declare_inputs(std::vector<Rule::Input>& inputs, bool promises_monotone,
                    const std::vector<CollectionBase*>& looked_into) {
  for (Rule::Input& input : inputs) {
    if (input.collection->grows_in_place() && !promises_monotone) input.monotone = false;
  }
  for (CollectionBase* collection : looked_into) inputs.push_back({collection, false});
}

}  // namespace bloom
