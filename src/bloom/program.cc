#include "bloom/program.h"

#include <algorithm>

#include "bloom/timer.h"

namespace bloom {

namespace {

void queue(std::vector<CollectionBase*>& list, CollectionBase& collection, bool& queued) {
  if (queued) return;
  queued = true;
  list.push_back(&collection);
}

}  // namespace

Program::Program(Options options) : options_(std::move(options)) {}

Program::~Program() { kept_.clear(); }

void Program::seal(base::Instant now) {
  order_components();
  mark_origins();
  sealed_ = true;
  late_words_ = components_.size() / kAwakeWordBits + 1;
  awake_.assign(late_words_ + late_rules_.size() / kAwakeWordBits + 1, 0);
  open_.assign(awake_.size(), 0);
  upset_.assign(awake_.size(), 0);
  missing_.assign(rules_.size(), 0);
  count_empty_inputs();
  for (CollectionBase* collection : collections_) plan_reach(*collection);
  for (const auto& rule : rules_) wake(*rule);
  find_hearers();
  start_beats(now);
}

void Program::refused(CollectionBase& collection, const std::string& row, const Rule* rule) {
  collection.count_quarantined();
  trace(TraceEvent::Kind::kQuarantined, collection.name(), row, rule);
}

void Program::deferred(const CollectionBase& collection, Head head, const std::string& row, const Rule* rule) {
  trace(head == Head::kSend ? TraceEvent::Kind::kSent : TraceEvent::Kind::kDeferred, collection.name(), row, rule);
}

void Program::fail(const Rule* rule, const std::string& subject, const std::string& what) {
  RuleError error{subject, "", 0, what};
  if (rule != nullptr) error = {rule->name(), rule->location.file, rule->location.line, what};
  trace(TraceEvent::Kind::kFailed, subject, what, rule);
  report_.errors.push_back(std::move(error));
}

bool Program::may_read(const CollectionBase& collection) const {
  const auto& inputs = running_->inputs;
  return std::any_of(inputs.begin(), inputs.end(), [&](const Rule::Input& input) { return input.collection == &collection; });
}

void Program::adopt(CollectionBase& collection) {
  CHECK(!sealed_, "collections and rules are declared before the first tick");
  collections_.push_back(&collection);
}

void Program::adopt(std::unique_ptr<Rule> rule) {
  CHECK(!sealed_, "collections and rules are declared before the first tick");
  for (std::size_t i = 0; i < rule->inputs.size(); ++i) {
    CHECK(&rule->inputs[i].collection->program() == this, "a rule joins collections of one program");
    rule->inputs[i].collection->readers.push_back({rule.get(), i});
  }
  rule->target.feeders.push_back(rule.get());
  rule->number = static_cast<std::uint32_t>(rules_.size());
  rules_.push_back(std::move(rule));
}

CollectionBase& Program::keep(std::unique_ptr<CollectionBase> collection) {
  kept_.push_back(std::move(collection));
  return *kept_.back();
}

void Program::release(const CollectionBase& collection) {
  std::erase(collections_, &collection);
}

void Program::queue_deferred(CollectionBase& collection) { queue(deferred_, collection, collection.queued_deferred); }
void Program::queue_arrivals(CollectionBase& collection) { queue(arrivals_, collection, collection.queued_arrivals); }
void Program::queue_leave(CollectionBase& collection) { queue(leave_, collection, collection.queued_leave); }
void Program::queue_begin(CollectionBase& collection) { queue(begin_, collection, collection.queued_begin); }

std::uint64_t Program::quarantined() const {
  std::uint64_t total = 0;
  for (const CollectionBase* collection : collections_) total += collection->quarantined();
  return total;
}



}  // namespace bloom
