// What follows when the rows of a collection change: which rules must run, and what must be derived again.

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
}

void Program::lost(CollectionBase& collection) {
  contradict(collection, true);
  for (const CollectionBase::Reader& reader : collection.readers) {
    Rule& rule = *reader.rule;
    if (!rule.instant() || !rule.inputs[reader.input].monotone) continue;
    if (rule.target.derived() && rule.target.end() != 0) derive_again(rule.target);
  }
}

void Program::derive_again(CollectionBase& collection) {
  if (collection.being_cleared) return;
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
  for (const CollectionBase::Reader& reader : collection.readers) {
    Rule& rule = *reader.rule;
    if (rule.inputs[reader.input].monotone) continue;
    rule.contradicted = true;
    rule.input_lost_rows |= rows_lost;
    wake(rule);
  }
}

void Program::grew(CollectionBase& collection, Position from, const Rule* rule) {
  for (const CollectionBase::Reader& reader : collection.readers) {
    Rule& next = *reader.rule;
    if (!next.inputs[reader.input].monotone) next.contradicted = true;
    wake(next);
  }
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

void Program::wake(const Rule& rule) {
  if (!sealed_) return;
  auto& awake = rule.instant() ? awake_ : awake_late_;
  awake[rule.component / kAwakeWordBits] |= std::uint64_t{1} << (rule.component % kAwakeWordBits);
}

}  // namespace bloom
