// One tick: what it begins with, the fixpoint of its rules, what leaves, and how a failed one is undone.

#include <algorithm>
#include <bit>

#include "bloom/program.h"
#include "bloom/timer.h"

namespace bloom {

namespace {

// Empties `list` and calls `visit` for each; what is queued meanwhile waits for the next time. `spare` lends
// its memory, so that a tick allocates nothing.
template <class Visit>
void drain(std::vector<CollectionBase*>& list, std::vector<CollectionBase*>& spare, const Visit& visit) {
  spare.swap(list);
  for (CollectionBase* collection : spare) visit(*collection);
  spare.clear();
}

}  // namespace

TickReport Program::tick(base::Instant now) {
  CHECK(number_ == 0 || now >= now_, "a program's time never goes back");
  if (!sealed_) seal(now);
  begin(now);
  const bool done = run_components() && run_late();
  done ? leave() : undo();
  plan_beats(!done || wants_tick());
  marked_.clear();
  arrived_.clear();
  return std::exchange(report_, {});
}

void Program::begin(base::Instant now) {
  now_ = now;
  report_.number = ++number_;
  beginning_ = true;
  if (!begin_.empty()) {
    drain(begin_, spare_, [](CollectionBase& collection) {
      collection.queued_begin = false;
      collection.begin_tick();
    });
  }
  if (options_.recompute) forget_derived();
  if (!deferred_.empty()) {
    drain(deferred_, spare_, [](CollectionBase& collection) {
      collection.queued_deferred = false;
      collection.apply_deferred();
    });
  }
  for (Clock* clock : clocks_) clock->read(now);
  if (now >= beat_due_) beat();
  if (!arrivals_.empty()) take_arrivals();
  beginning_ = false;
  for (CollectionBase* collection : emptied_) {
    if (collection->end() == 0) emptied(*collection);
  }
  emptied_.clear();
}

void Program::take_arrivals() {
  const bool one = one_at_a_time_ != 0;
  if (one) --one_at_a_time_;
  drain(arrivals_, spare_, [&](CollectionBase& collection) {
    collection.queued_arrivals = false;
    const bool take = !one || arrived_.empty();
    if (take) arrived_.push_back(&collection);
    if (collection.take_arrival_rows(take ? (one ? 1 : ~std::size_t{0}) : 0)) queue_arrivals(collection);
  });
}

// A component that is awake sleeps on while none of its rules can fire: what lets one fire is news to it.
bool Program::run_components() {
  for (std::size_t word = 0; word < late_words_; ++word) {
    while (const std::uint64_t ready = awake_[word] & (open_[word] | upset_[word])) {
      const std::uint64_t bit = ready & -ready;
      Component& component =
          components_[word * kAwakeWordBits + static_cast<std::size_t>(std::countr_zero(ready))];
      awake_[word] &= ~bit;
      if ((upset_[word] & bit) != 0) {
        upset_[word] &= ~bit;
        give_up_contradicted(component);
      }
      if (!run_component(component)) return false;
    }
  }
  return true;
}

void Program::give_up_contradicted(const Component& component) {
  for (Rule* rule : component.rules) {
    if (!rule->contradicted) continue;
    rule->contradicted = false;
    rule->start_over();
    if (rule->target.derived()) derive_again(rule->target);
  }
}

bool Program::run_component(Component& component) {
  for (bool again = true; again;) {
    again = false;
    for (Rule* rule : component.rules) {
      if (!can_fire(*rule) || !rule->has_news()) continue;
      if (options_.recompute) rule->start_over();
      if (!run_rule(*rule)) return false;
      again = component.cyclic;
    }
  }
  return true;
}

bool Program::run_rule(Rule& rule) {
  rule.fresh = false;
  rule.yielded = false;
  ++rule.runs;
  running_ = &rule;
  try {
    rule.run();
    running_ = nullptr;
    return true;
  } catch (const std::exception& error) {
    give_up(rule, error.what());
  } catch (...) {
    give_up(rule, "an exception that is no std::exception");
  }
  return false;
}

void Program::give_up(Rule& rule, const std::string& why) {
  running_ = nullptr;
  rule.forget_staged();
  fail(&rule, rule.target.name(), why);
}

// A late rule fires in every tick in which rows follow from its inputs. It sleeps while an input it needs is
// empty, and, since its functions are pure, once nothing followed, until an input changes.
bool Program::run_late() {
  for (std::size_t word = late_words_; word < awake_.size(); ++word) {
    awake_[word] &= open_[word];
    for (std::uint64_t left = awake_[word]; left != 0; left &= left - 1) {
      const auto bit = static_cast<std::size_t>(std::countr_zero(left));
      Rule& rule = *late_rules_[(word - late_words_) * kAwakeWordBits + bit];
      if (!run_rule(rule)) return false;
      if (!rule.yielded) awake_[word] &= ~(std::uint64_t{1} << bit);
    }
  }
  return true;
}

void Program::leave() {
  if (leave_.empty()) return;
  drain(leave_, spare_, [](CollectionBase& collection) {
    collection.queued_leave = false;
    collection.leave();
  });
}

// The tick never was: tables as before its rules ran, nothing deferred, nothing sent.
void Program::undo() {
  for (const Marked& marked : marked_) marked.collection->undo(marked.end);
  for (CollectionBase* collection : collections_) collection->abandon();
  drain(leave_, spare_, [](CollectionBase& collection) { collection.queued_leave = false; });
  isolate_arrivals();
  forget_derived();
}

// Rows that arrived together are tried again one a tick, so that only the row that does harm is refused.
void Program::isolate_arrivals() {
  std::size_t count = 0;
  for (const CollectionBase* collection : arrived_) count += collection->end();
  for (CollectionBase* collection : arrived_) {
    if (count > 1) {
      collection->give_back_arrivals();
      queue_arrivals(*collection);
    } else if (collection->end() == 1 && collection->from_peers) {
      refused(*collection, collection->row_text(0), nullptr);
    }
  }
  if (count > 1) one_at_a_time_ = count;
}

}  // namespace bloom
