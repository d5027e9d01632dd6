#include "tests/bloom/random/engine_runner.h"

#include <type_traits>

namespace random_programs {

using bloom::Kind;

EngineRunner::EngineRunner(const ProgramSpec& spec, bloom::Options options, bloom::Beats beats)
    : spec_(spec), program_(std::move(options)), beats_(beats) {
  for (const CollectionSpec& collection : spec_.collections) make_collection(collection);
  for (const RuleSpec& rule : spec_.rules) make_rule(rule);
}

template <class C, class... Args>
C& EngineRunner::make(const CollectionSpec& spec, Args... args) {
  auto owned = std::make_unique<C>(bloom::Scope(program_), spec.name, args...);
  C& collection = *owned;
  const std::size_t number = slots_.size();
  Slot slot;
  slot.each_row = [&collection](const std::function<void(const Row&)>& visit) {
    for (const auto& row : collection) visit(to_row(row));
  };
  if constexpr (requires { collection.on_send([](const auto&) {}); }) {
    collection.on_send([this, number](const auto& row) {
      now_.left[number].insert(to_row(row));
      transcript_ += " sent " + bloom::to_text(row);
    });
  }
  if constexpr (requires(Row row) { collection.insert(from_row<typename C::row_type>(row)); }) {
    slot.insert = [&collection](const Row& row) { collection.insert(from_row<typename C::row_type>(row)); };
  }
  if constexpr (requires(Row row) { collection.deliver(from_row<typename C::row_type>(row)); }) {
    slot.insert = [&collection](const Row& row) { collection.deliver(from_row<typename C::row_type>(row)); };
  }
  slot.collection = std::move(owned);
  slots_.push_back(std::move(slot));
  return collection;
}

void EngineRunner::make_triples(const CollectionSpec& spec) {
  using T = Triple;
  switch (spec.kind) {
    case Kind::kTable:
      if (spec.keys == 0) make<bloom::Table<T>>(spec);
      if (spec.keys == 1) make<bloom::Table<T, &T::a>>(spec);
      if (spec.keys == 2) make<bloom::Table<T, &T::a, &T::b>>(spec);
      return;
    case Kind::kScratch:
      if (spec.keys == 0) make<bloom::Scratch<T>>(spec);
      if (spec.keys == 1) make<bloom::Scratch<T, &T::a>>(spec);
      if (spec.keys == 2) make<bloom::Scratch<T, &T::a, &T::b>>(spec);
      return;
    case Kind::kTemp:
      make<bloom::Temp<T>>(spec);
      return;
    case Kind::kOutput:
      make<bloom::Output<T>>(spec);
      return;
    case Kind::kInput:
      make<bloom::Input<T>>(spec);
      return;
    case Kind::kLoopback:
      make<bloom::Loopback<T>>(spec);
      return;
    default:
      make<bloom::Channel<T, &T::a>>(spec);
  }
}

void EngineRunner::make_collection(const CollectionSpec& spec) {
  switch (spec.type) {
    case Type::kTriple:
      return make_triples(spec);
    case Type::kPair:
      if (spec.kind == Kind::kInput) make<bloom::Input<Pair>>(spec);
      if (spec.kind == Kind::kTable && spec.keys == 0) make<bloom::Table<Pair>>(spec);
      if (spec.kind == Kind::kTable && spec.keys == 1) make<bloom::Table<Pair, &Pair::x>>(spec);
      if (spec.kind == Kind::kScratch) make<bloom::Scratch<Pair>>(spec);
      if (spec.kind == Kind::kTemp) make<bloom::Temp<Pair>>(spec);
      return;
    case Type::kBest:
      if (spec.kind == Kind::kTable) make<bloom::Table<Best, &Best::a>>(spec);
      if (spec.kind == Kind::kScratch) make<bloom::Scratch<Best, &Best::a>>(spec);
      return;
    case Type::kMax:
      make<bloom::Lattice<Max>>(spec);
      return;
    case Type::kLine: {
      auto& stdio = make<bloom::Stdio>(spec);
      const std::size_t number = slots_.size() - 1;
      slots_.back().insert = [&stdio](const Row& row) { stdio.type(std::to_string(row[0])); };
      stdio.on_print([this, number](const bloom::Line& line) {
        now_.left[number].insert(to_row(line));
        transcript_ += " printed " + line.text;
      });
      return;
    }
    case Type::kTime:
      if (spec.kind == Kind::kPeriodic) {
        make<bloom::Periodic>(spec, base::Duration(std::chrono::milliseconds(spec.period)), beats_);
      } else {
        make<bloom::Clock>(spec);
      }
      return;
    case Type::kStart:
      make<bloom::Bootstrap>(spec);
      return;
  }
}

void EngineRunner::make_rule(const RuleSpec& rule) {
  switch (rule.body.shape) {
    case Shape::kPairs:
    case Shape::kMatches:
      return make_pairs_rule(*this, spec_, rule);
    case Shape::kLefts:
    case Shape::kRights:
      return make_sides_rule(*this, spec_, rule);
    case Shape::kCombos:
      return make_combos_rule(*this, spec_, rule);
    case Shape::kOuter:
    case Shape::kNotin:
    case Shape::kExists:
      return make_partner_rule(*this, spec_, rule);
    case Shape::kGroup:
    case Shape::kArgmin:
    case Shape::kArgmax:
    case Shape::kReduce:
      return make_group_rule(*this, spec_, rule);
    default:
      return make_simple_rule(*this, spec_, rule);
  }
}

Observation EngineRunner::tick(const TickSpec& tick) {
  now_ = {};
  now_.left.resize(slots_.size());
  for (const Event& event : tick.events) slots_[static_cast<std::size_t>(event.collection)].insert(event.row);
  const std::uint64_t quarantined_before = program_.quarantined();
  transcript_ += "\ntick " + std::to_string(tick.now) + ":";
  const bloom::TickReport report = program_.tick(instant(tick.now));
  for (const bloom::RuleError& error : report.errors) errors_ += error.text() + "\n";
  now_.disturbed = !report.errors.empty() || program_.quarantined() != quarantined_before;
  for (const Slot& slot : slots_) {
    transcript_ += "\n  " + slot.collection->name() + ":";
    Rows rows;
    slot.each_row([&](const Row& row) {
      if (!now_.disturbed || slot.collection->persists()) rows.insert(row);
      transcript_ += " [" + std::to_string(row[0]) + " " + std::to_string(row[1]) + " " + std::to_string(row[2]) + "]";
    });
    now_.contents.push_back(std::move(rows));
  }
  return now_;
}

}  // namespace random_programs
