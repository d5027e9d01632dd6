// What follows when the rows of a collection change: which rules must run, and what must be derived again.

#include <algorithm>

#include "bloom/program.h"

namespace bloom {

void Program::forget_derived() {
  for (const auto& rule : rules_) {
    rule->start_over();
    rule->input_lost_rows = true;
    wake(*rule);
  }
  for (CollectionBase* collection : collections_) {
    collection->forget_indexes();
    if (collection->derived()) collection->clear();
  }
  count_empty_inputs();
}

void Program::lost(CollectionBase& collection) {
  contradict(collection, true);
  for (CollectionBase* derived : collection.reach.rederived) {
    if (derived->end() != 0) derive_again(*derived);
  }
}

// Where there is no row, none has lost its ground, and what the rules have read gave none.
void Program::derive_again(CollectionBase& collection) {
  if (collection.being_cleared || collection.end() == 0) return;
  collection.being_cleared = true;
  collection.clear();
  feed_again(collection);
  queue_leave_if_output(collection);
  lost(collection);
  collection.being_cleared = false;
}

void Program::feed_again(CollectionBase& collection) {
  for (Rule* rule : collection.feeders) {
    if (!rule->instant()) continue;
    rule->start_over();
    wake(*rule);
  }
}

void Program::contradict(CollectionBase& collection, bool rows_lost) {
  for (Rule* rule : collection.reach.contradicted) {
    upset(*rule);
    rule->input_lost_rows |= rows_lost;
    wake(*rule);
  }
}

void Program::upset(Rule& rule) {
  rule.contradicted = true;
  if (!rule.instant()) return;
  upset_[rule.component / kAwakeWordBits] |= std::uint64_t{1} << (rule.component % kAwakeWordBits);
}

void Program::set_occupied(CollectionBase& collection, bool occupied) {
  if (!sealed_) return;
  collection.occupied = occupied;
  for (const std::uint32_t rule : collection.reach.needing) {
    if (occupied) {
      if (--missing_[rule] == 0) open(*rules_[rule]);
    } else {
      if (missing_[rule]++ == 0) shut(*rules_[rule]);
    }
  }
}

void Program::open(const Rule& rule) {
  const auto [word, bits] = awake_bit(rule);
  open_[word] |= bits;
  if (rule.instant()) ++components_[rule.component].open;
}

void Program::shut(const Rule& rule) {
  const auto [word, bits] = awake_bit(rule);
  if (!rule.instant() || --components_[rule.component].open == 0) open_[word] &= ~bits;
}

void Program::count_empty_inputs() {
  std::fill(open_.begin(), open_.end(), 0);
  for (Component& component : components_) component.open = 0;
  for (const auto& rule : rules_) {
    std::uint32_t& missing = missing_[rule->number] = 0;
    for (std::size_t i = 0; i < rule->inputs.size(); ++i) {
      rule->inputs[i].collection->occupied = rule->inputs[i].collection->end() != 0;
      if (rule->needs(i) && rule->inputs[i].collection->end() == 0) ++missing;
    }
    if (can_fire(*rule)) open(*rule);
  }
}

void Program::grew(CollectionBase& collection, Position from, const Rule* rule) {
  if (collection.end() != 0) filled(collection);
  for (const CollectionBase::Bits& some : collection.reach.awake) awake_[some.word] |= some.bits;
  for (Rule* next : collection.reach.contradicted) upset(*next);
  queue_leave_if_output(collection);
  if (rule != nullptr) const_cast<Rule*>(rule)->rows_out += collection.end() - from;
  if (!tracing()) return;
  for (Position at = from; at < collection.end(); ++at) {
    trace(rule == nullptr ? TraceEvent::Kind::kEntered : TraceEvent::Kind::kDerived, collection.name(),
          collection.row_text(at), rule);
  }
}

void Program::queue_leave_if_output(CollectionBase& collection) {
  if (collection.kind() == Kind::kOutput || collection.kind() == Kind::kHalt) queue_leave(collection);
}

CollectionBase::Bits Program::awake_bit(const Rule& rule) const {
  const std::size_t word = rule.component / kAwakeWordBits + (rule.instant() ? 0 : late_words_);
  return {word, std::uint64_t{1} << (rule.component % kAwakeWordBits)};
}

void Program::wake(const Rule& rule) {
  if (!sealed_) return;
  const auto [word, bits] = awake_bit(rule);
  awake_[word] |= bits;
}

void Program::plan_reach(CollectionBase& collection) const {
  std::vector<std::uint64_t> awake(awake_.size(), 0);
  CollectionBase::Reach reach;
  for (const CollectionBase::Reader& reader : collection.readers) {
    Rule& rule = *reader.rule;
    const auto [word, bits] = awake_bit(rule);
    awake[word] |= bits;
    const bool monotone = rule.inputs[reader.input].monotone;
    if (!monotone) reach.contradicted.push_back(&rule);
    if (rule.needs(reader.input)) reach.needing.push_back(rule.number);
    if (monotone && rule.instant() && rule.target.derived()) reach.rederived.push_back(&rule.target);
  }
  for (std::size_t word = 0; word < awake.size(); ++word) {
    if (awake[word] != 0) reach.awake.push_back({word, awake[word]});
  }
  collection.reach = std::move(reach);
}

}  // namespace bloom
