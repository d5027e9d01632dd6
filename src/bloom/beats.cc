// Which beats of the periodics come: all, or those that a rule has a use for. A beat that no rule could use leaves no
// trace, so leaving it out changes nothing but when the host has to wake.

#include <algorithm>

#include "bloom/program.h"
#include "bloom/timer.h"

namespace bloom {

namespace {

constexpr Position kFew = 32;  // so many rows are looked through anew each time

// Rows of one tick: they come from outside, or were deferred into it.
bool is_transient(const CollectionBase& collection) {
  if (collection.persists()) return false;
  if (!collection.derived()) return true;
  return std::any_of(collection.feeders.begin(), collection.feeders.end(), [](const Rule* rule) { return !rule->instant(); });
}

// Marks what follows within the tick, until nothing changes. `follows(rule)`: whether the rule passes the mark on.
template <class Marks, class Follows>
void spread(const std::vector<std::unique_ptr<Rule>>& rules, const Marks& mark, const Follows& follows) {
  for (bool changed = true; changed;) {
    changed = false;
    for (const auto& rule : rules) changed |= rule->instant() && follows(*rule) && mark(rule->target);
  }
}

// Whether the rule may have a use for a beat though other inputs are empty now: they may have rows in the tick of the beat.
bool listens_always(const CollectionBase::Reader& reader) {
  const Rule& rule = *reader.rule;
  bool always = false;
  for (std::size_t i = 0; i < rule.inputs.size(); ++i) {
    const CollectionBase& input = *rule.inputs[i].collection;
    always |= i != reader.input && rule.needs(i) && (input.unsettled || input.passing);
  }
  return always;
}

}  // namespace

// When the next tick begins, rows of one tick go, and with them what follows. That alone gives new rows where a rule is not
// monotone in them: a collection that may gain rows so is unsettled. All others have now what they will have then.
void Program::find_hearers() {
  for (CollectionBase* collection : collections_) collection->passing = is_transient(*collection);
  spread(rules_, [](CollectionBase& c) { return !c.persists() && !std::exchange(c.passing, true); },
         [](const Rule& rule) {
    return std::any_of(rule.inputs.begin(), rule.inputs.end(), [](const Rule::Input& i) { return i.collection->passing; });
  });
  spread(rules_, [](CollectionBase& c) { return !std::exchange(c.unsettled, true); }, [](const Rule& rule) {
    return std::any_of(rule.inputs.begin(), rule.inputs.end(), [](const Rule::Input& i) {
      return i.collection->unsettled || (!i.monotone && i.collection->passing);
    });
  });
  for (Rhythm& rhythm : rhythms_) {
    for (const CollectionBase::Reader& reader : rhythm.periodic->readers) {
      Hearer hearer{reader.rule->number, listens_always(reader), reader.rule};
      const CollectionBase* other = reader.rule->knows_when() ? reader.rule->inputs[1].collection : nullptr;
      if (other != nullptr && !other->unsettled) hearer.rows = other;
      rhythm.hearers.push_back(hearer);
    }
  }
}

void Program::start_beats(base::Instant now) {
  for (const Rhythm& rhythm : rhythms_) {
    rhythm.periodic->start(now);
    rhythm.periodic->plan(base::Instant::min());
    beat_due_ = std::min(beat_due_, rhythm.periodic->due());
  }
}

void Program::beat() {
  beat_due_ = base::Instant::max();
  for (const Rhythm& rhythm : rhythms_) {
    if (now_ >= rhythm.periodic->due()) rhythm.periodic->beat(now_);
    beat_due_ = std::min(beat_due_, rhythm.periodic->due());
  }
}

// `all`: what the rules will have is not known yet, so all may have a use for a beat.
void Program::plan_beats(bool all) {
  next_beat_ = base::Instant::max();
  for (Rhythm& rhythm : rhythms_) {
    const bool always = all || options_.recompute || rhythm.periodic->is_always();
    rhythm.periodic->plan(always ? base::Instant::min() : first_use(rhythm));
    next_beat_ = std::min(next_beat_, rhythm.periodic->planned());
  }
}

base::Instant Program::first_use(Rhythm& rhythm) const {
  base::Instant first = base::Instant::max();
  for (Hearer& hearer : rhythm.hearers) {
    if (first <= rhythm.periodic->due()) break;
    if (!is_deaf(rhythm, hearer)) first = std::min(first, hearer.rows == nullptr ? base::Instant::min() : first_due(hearer));
  }
  return first;
}

// Whether no row could follow, whatever beats: it misses another input, and will when the next tick begins.
bool Program::is_deaf(const Rhythm& rhythm, const Hearer& hearer) const {
  return !hearer.listens && missing_[hearer.number] > (rhythm.periodic->occupied ? 0u : 1u);
}

// What goes or is due later leaves the time that is known too early, never too late: it is looked for anew when it comes.
base::Instant Program::first_due(Hearer& hearer) const {
  const Position end = hearer.rows->end();
  const bool anew = end <= kFew || end < hearer.looked_at || hearer.shuffles != hearer.rows->shuffles || hearer.first <= now_;
  if (anew) hearer.first = base::Instant::max();
  hearer.first = std::min(hearer.first, hearer.rule->first_due(anew ? 0 : hearer.looked_at));
  hearer.looked_at = end;
  hearer.shuffles = hearer.rows->shuffles;
  return hearer.first;
}

std::optional<base::Instant> Program::next_beat() const {
  if (!sealed_ && !rhythms_.empty()) return now_;
  if (next_beat_ == base::Instant::max()) return std::nullopt;
  return next_beat_;
}

}  // namespace bloom
