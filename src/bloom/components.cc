// Orders the dataflow: its strongly connected components (Tarjan 1972), sources first. Rules of a component run
// to a fixpoint together; a non-monotone step inside one has no meaning and is refused.

#include <algorithm>
#include <map>

#include "bloom/program.h"

namespace bloom {

namespace {

class Tarjan {
 public:
  explicit Tarjan(std::vector<std::vector<std::size_t>> edges)
      : edges_(std::move(edges)), order_(edges_.size(), 0), low_(edges_.size(), 0), on_stack_(edges_.size(), false) {
    component.resize(edges_.size(), 0);
    for (std::size_t node = 0; node < edges_.size(); ++node) {
      if (order_[node] == 0) visit(node);
    }
    // Components come out sinks first.
    for (std::size_t& number : component) number = count - 1 - number;
  }

  std::vector<std::size_t> component;  // of each node, in topological order
  std::size_t count = 0;

 private:
  void visit(std::size_t node) {
    order_[node] = low_[node] = ++next_;
    stack_.push_back(node);
    on_stack_[node] = true;
    for (const std::size_t to : edges_[node]) {
      if (order_[to] == 0) {
        visit(to);
        low_[node] = std::min(low_[node], low_[to]);
      } else if (on_stack_[to]) {
        low_[node] = std::min(low_[node], order_[to]);
      }
    }
    if (low_[node] != order_[node]) return;
    for (std::size_t member = ~std::size_t{0}; member != node;) {
      member = stack_.back();
      stack_.pop_back();
      on_stack_[member] = false;
      component[member] = count;
    }
    ++count;
  }

  std::vector<std::vector<std::size_t>> edges_;
  std::vector<std::size_t> order_, low_;
  std::vector<bool> on_stack_;
  std::vector<std::size_t> stack_;
  std::size_t next_ = 0;
};

std::string place(const Rule& rule) {
  return rule.name() + " at " + rule.location.file + ":" + std::to_string(rule.location.line);
}

}  // namespace

void Program::order_components() {
  std::map<const CollectionBase*, std::size_t> number;
  for (std::size_t i = 0; i < collections_.size(); ++i) number[collections_[i]] = i;
  std::vector<std::vector<std::size_t>> edges(collections_.size());
  for (const auto& rule : rules_) {
    if (!rule->instant()) continue;
    for (const Rule::Input& input : rule->inputs) edges[number[input.collection]].push_back(number[&rule->target]);
  }
  const Tarjan tarjan(std::move(edges));
  const auto component_of = [&](const CollectionBase& collection) { return tarjan.component[number[&collection]]; };

  components_.assign(tarjan.count, {});
  for (const auto& rule : rules_) {
    if (!rule->instant()) {
      rule->component = static_cast<std::uint32_t>(late_rules_.size());
      late_rules_.push_back(rule.get());
      continue;
    }
    rule->component = static_cast<std::uint32_t>(component_of(rule->target));
    Component& component = components_[rule->component];
    component.rules.push_back(rule.get());
    for (const Rule::Input& input : rule->inputs) {
      if (component_of(*input.collection) == rule->component) component.cyclic = true;
    }
  }
  for (const auto& rule : rules_) {
    if (!rule->instant()) continue;
    for (const Rule::Input& input : rule->inputs) {
      if (input.monotone || component_of(*input.collection) != rule->component) continue;
      std::string text = "these rules form a cycle within one tick through " + place(*rule) + ", which is not monotone in " +
                         input.collection->name() + "; break the cycle with <+ or <~:";
      for (const Rule* member : components_[rule->component].rules) text += "\n  " + place(*member);
      throw ProgramError(text);
    }
  }
}

// A peer's rows taint what follows from them within the tick; a table's rows are the program's own.
void Program::mark_origins() {
  for (bool changed = true; changed;) {
    changed = false;
    for (CollectionBase* collection : collections_) collection->from_peers |= collection->kind() == Kind::kChannel;
    for (const auto& rule : rules_) {
      for (const Rule::Input& input : rule->inputs) rule->from_peers |= input.collection->from_peers;
      if (!rule->from_peers || rule->target.persists() || rule->target.from_peers) continue;
      rule->target.from_peers = true;
      changed = true;
    }
  }
}

}  // namespace bloom
