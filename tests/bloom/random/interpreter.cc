#include "tests/bloom/random/interpreter.h"

#include <algorithm>
#include <utility>

#include "tests/bloom/random/evaluate.h"

namespace random_programs {

namespace {

using bloom::Head;
using bloom::Kind;

bool grows_in_place(Type type) { return type == Type::kBest || type == Type::kMax; }

bool keeps_rows(Kind kind) { return kind == Kind::kTable || kind == Kind::kLattice; }

std::size_t index(int collection) { return static_cast<std::size_t>(collection); }

bool same_key(const CollectionSpec& spec, const Row& a, const Row& b) {
  const int keys = spec.keys == 0 ? 3 : spec.keys;
  return std::equal(a.begin(), a.begin() + keys, b.begin());
}

// Whether more rows in input `i` of the body can only mean more rows out.
bool monotone(const ProgramSpec& program, const RuleSpec& rule, std::size_t i) {
  const Body& body = rule.body;
  const Type type = program.collections[index(body.inputs[i])].type;
  const Type target = program.collections[index(rule.target)].type;
  if (body.after == After::kGroup) return false;
  if (grows_in_place(type)) {
    return body.shape == Shape::kWhen ||
           (body.shape == Shape::kAll && body.after == After::kNothing && target == type);
  }
  switch (body.shape) {
    case Shape::kNotin:
    case Shape::kOuter:
      return i == 0;
    case Shape::kGroup:
    case Shape::kArgmin:
    case Shape::kArgmax:
    case Shape::kReduce:
    case Shape::kReveal:
      return false;
    default:
      return true;
  }
}

}  // namespace

Interpreter::Interpreter(const ProgramSpec& program) : program_(program) {
  const std::size_t count = program.collections.size();
  for (auto* each : {&contents_, &deletes_, &inserts_, &upserts_}) each->resize(count);
  waiting_.resize(count);
  arrived_.resize(count);
  beat_due_.resize(count);
  for (std::size_t c = 0; c < count; ++c) {
    if (spec(c).kind == Kind::kBootstrap) arrive(c, {});
  }
  stratify();
}

// Raises each target to the level of what it reads, above it where the reading is not monotone, until nothing
// moves; a level beyond the number of collections means a cycle.
void Interpreter::stratify() {
  const int count = static_cast<int>(program_.collections.size());
  levels_.assign(program_.collections.size(), 0);
  for (bool changed = true; changed && has_meaning_;) {
    changed = false;
    const auto depends = [&](int target, int source, bool is_monotone) {
      const int least = levels_[index(source)] + (is_monotone ? 0 : 1);
      if (levels_[index(target)] >= least) return;
      levels_[index(target)] = least;
      changed = true;
      has_meaning_ = has_meaning_ && least <= count;
    };
    for (const RuleSpec& rule : program_.rules) {
      if (rule.head != Head::kNow) continue;
      for (std::size_t i = 0; i < rule.body.inputs.size(); ++i) {
        depends(rule.target, rule.body.inputs[i], monotone(program_, rule, i));
      }
      if (rule.body.after == After::kNotin) depends(rule.target, rule.body.after_input, false);
      if (rule.body.after == After::kJoin) depends(rule.target, rule.body.after_input, true);
    }
  }
}

Observation Interpreter::tick(const TickSpec& tick) {
  const auto has = [this](Kind kind) {
    return std::any_of(program_.collections.begin(), program_.collections.end(),
                       [&](const CollectionSpec& c) { return c.kind == kind; });
  };
  Observation seen;
  seen.left.resize(program_.collections.size());
  try {
    begin(tick);
  } catch (const Conflict&) {
    return {.disturbed = true, .ended = true, .contents = {}, .left = {}};
  }
  bool conflict = false;
  try {
    derive();
    conclude(seen);
  } catch (const Conflict&) {
    conflict = seen.disturbed = true;
  } catch (const UserError&) {
    seen.disturbed = true;
  }
  if (seen.disturbed) {
    // Of a channel's conflicts the second row is refused, and rows looped back come in an order of their own.
    seen.ended = (conflict && has(Kind::kChannel)) || has(Kind::kLoopback);
    seen.left.assign(program_.collections.size(), {});
    undo();
  }
  seen.contents = contents_;
  return seen;
}

void Interpreter::begin(const TickSpec& tick) {
  for (const Event& event : tick.events) arrive(index(event.collection), event.row);
  for (std::size_t c = 0; c < program_.collections.size(); ++c) {
    if (!keeps_rows(spec(c).kind)) contents_[c].clear();
    take_deferred(c);
    if (spec(c).kind == Kind::kClock) add(c, {tick.now, 0, 0});
    if (spec(c).kind == Kind::kPeriodic) beat(c, tick.now);
  }
  started_ = true;
  take_arrivals();
  before_ = contents_;
}

// The first beat is due a period after the first tick; one that is late is not made up for.
void Interpreter::beat(std::size_t c, int now) {
  if (!started_) beat_due_[c] = now + spec(c).period;
  if (now < beat_due_[c]) return;
  add(c, {now, 0, 0});
  const int on_time = beat_due_[c] + spec(c).period;
  beat_due_[c] = on_time > now ? on_time : now + spec(c).period;
}

void Interpreter::arrive(std::size_t collection, const Row& row) {
  waiting_[collection].push_back(row);
  if (std::find(queue_.begin(), queue_.end(), collection) == queue_.end()) queue_.push_back(collection);
}

// All that waits; after a tick that failed, for as many ticks as rows had come, one row.
void Interpreter::take_arrivals() {
  taken_.clear();
  if (queue_.empty()) return;
  const bool one = one_at_a_time_ != 0;
  if (one) --one_at_a_time_;
  for (const std::size_t c : std::exchange(queue_, {})) {
    std::vector<Row>& rows = waiting_[c];
    std::size_t count = rows.size();
    if (one) count = taken_.empty() ? 1 : 0;
    if (!one || taken_.empty()) taken_.push_back(c);
    arrived_[c].clear();
    for (std::size_t i = 0; i < count; ++i) {
      if (add(c, rows[i])) arrived_[c].push_back(rows[i]);
    }
    rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(count));
    if (!rows.empty()) queue_.push_back(c);
  }
}

// Rows that came together are given back, in the order they came in; a row that came alone is dropped.
void Interpreter::undo() {
  contents_ = before_;
  for (auto* decided : {&deletes_, &inserts_, &upserts_}) decided->assign(decided->size(), {});
  std::size_t count = 0;
  for (const std::size_t c : taken_) count += contents_[c].size();
  for (const std::size_t c : taken_) {
    if (count <= 1) break;
    waiting_[c].insert(waiting_[c].begin(), arrived_[c].begin(), arrived_[c].end());
    if (std::find(queue_.begin(), queue_.end(), c) == queue_.end()) queue_.push_back(c);
  }
  if (count > 1) one_at_a_time_ = count;
  for (std::size_t c = 0; c < contents_.size(); ++c) {
    if (!keeps_rows(spec(c).kind)) contents_[c].clear();
  }
}

// Deletes match whole rows, upserts match keys, and an insert beats a delete.
void Interpreter::take_deferred(std::size_t c) {
  for (const Row& row : deletes_[c]) contents_[c].erase(row);
  for (const Row& row : upserts_[c]) {
    if (!contents_[c].contains(row)) remove_key(contents_[c], c, row);
  }
  for (const Row& row : upserts_[c]) add(c, row);
  for (const Row& row : inserts_[c]) add(c, row);
  deletes_[c].clear();
  upserts_[c].clear();
  inserts_[c].clear();
}

void Interpreter::remove_key(Rows& rows, std::size_t collection, const Row& like) {
  std::erase_if(rows, [&](const Row& row) { return same_key(spec(collection), row, like); });
}

void Interpreter::derive() {
  const int highest = *std::max_element(levels_.begin(), levels_.end());
  for (int level = 0; level <= highest; ++level) {
    for (bool changed = true; changed;) {
      changed = false;
      for (const RuleSpec& rule : program_.rules) {
        if (rule.head != Head::kNow || levels_[index(rule.target)] != level) continue;
        for (const Row& row : evaluate(program_, rule.body, contents_))
          changed |= add(index(rule.target), row);
      }
    }
  }
}

void Interpreter::conclude(Observation& seen) {
  std::vector<Rows> looped(program_.collections.size());
  for (const RuleSpec& rule : program_.rules) {
    if (rule.head == Head::kNow) continue;
    const std::size_t target = index(rule.target);
    Rows* into = nullptr;
    switch (rule.head) {
      case Head::kNext:
        into = &inserts_[target];
        break;
      case Head::kDelete:
        into = &deletes_[target];
        break;
      case Head::kUpsert:
        into = &upserts_[target];
        break;
      default:
        into = spec(target).kind == Kind::kLoopback ? &looped[target] : &seen.left[target];
    }
    const Rows rows = evaluate(program_, rule.body, contents_);
    into->insert(rows.begin(), rows.end());
  }
  for (std::size_t c = 0; c < looped.size(); ++c) {
    for (const Row& row : looped[c]) arrive(c, row);
  }
}

// Answers whether the collection changed.
bool Interpreter::add(std::size_t collection, const Row& row) {
  Rows& rows = contents_[collection];
  if (rows.contains(row)) return false;
  const auto known = std::find_if(rows.begin(), rows.end(), [&](const Row& other) {
    return spec(collection).type == Type::kMax || same_key(spec(collection), row, other);
  });
  if (known != rows.end()) {
    if (!grows_in_place(spec(collection).type)) throw Conflict();
    const std::size_t value = spec(collection).type == Type::kMax ? 0 : 1;
    if (row[value] <= (*known)[value]) return false;
    rows.erase(known);
  }
  rows.insert(row);
  return true;
}

}  // namespace random_programs
