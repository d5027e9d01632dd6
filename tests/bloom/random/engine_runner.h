// A random program in the engine: makes its collections and rules, ticks it, and observes what can be seen.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/bloom/random/engine_rows.h"
#include "tests/bloom/random/interpreter.h"

namespace random_programs {

class EngineRunner {
 public:
  explicit EngineRunner(const ProgramSpec& spec, bloom::Options options = {}, bloom::Beats beats = bloom::Beats::kAlways);

  Observation tick(const TickSpec& tick);  // throws bloom::ProgramError where the program has no meaning

  // Everything seen so far, rows in the order they were seen in: the same in every run.
  const std::string& transcript() const { return transcript_; }
  std::string errors() const { return errors_; }

  // ---- for the files that make rules ----
  template <class T>
  bloom::Collection<T>& rows(int collection) {
    return dynamic_cast<bloom::Collection<T>&>(*slots_[static_cast<std::size_t>(collection)].collection);
  }
  // Installs `target head expression`, as the operators do (see simple_rules.cc for the operators themselves).
  template <class Expression>
  void install(const RuleSpec& rule, const Expression& expression) {
    bloom::install(rows<typename Expression::row_type>(rule.target), rule.head, expression);
  }

 private:
  struct Slot {
    std::unique_ptr<bloom::CollectionBase> collection;
    std::function<void(const Row&)> insert;  // from the host
    std::function<void(const std::function<void(const Row&)>&)> each_row;
  };

  void make_collection(const CollectionSpec& spec);
  template <class C, class... Args>
  C& make(const CollectionSpec& spec, Args... args);
  template <class T>
  void make_of(const CollectionSpec& spec);
  void make_triples(const CollectionSpec& spec);
  void make_rule(const RuleSpec& rule);

  ProgramSpec spec_;
  bloom::Program program_;
  bloom::Beats beats_;
  std::vector<Slot> slots_;
  Observation now_;
  std::string transcript_;
  std::string errors_;
};

// One function a file: each makes the rules of some shapes.
void make_simple_rule(EngineRunner& engine, const ProgramSpec& spec, const RuleSpec& rule);
void make_pairs_rule(EngineRunner& engine, const ProgramSpec& spec, const RuleSpec& rule);
void make_sides_rule(EngineRunner& engine, const ProgramSpec& spec, const RuleSpec& rule);
void make_combos_rule(EngineRunner& engine, const ProgramSpec& spec, const RuleSpec& rule);
void make_timed_combos_rule(EngineRunner& engine, bloom::Kind time, const RuleSpec& rule);
void make_partner_rule(EngineRunner& engine, const ProgramSpec& spec, const RuleSpec& rule);
void make_group_rule(EngineRunner& engine, const ProgramSpec& spec, const RuleSpec& rule);

// ---- templates ----

// Installs the expression with what the body chains behind it; only triples have something chained.
template <class Expression>
void install_chained(EngineRunner& engine, const RuleSpec& rule, const Expression& expression) {
  const Body& body = rule.body;
  switch (body.after) {
    case After::kNothing:
      return engine.install(rule, expression);
    case After::kFilter:
      return engine.install(rule, expression.filter(Kept{body.after_f}));
    case After::kMap:
      return engine.install(rule, expression.map(Made<Triple>{body.after_f}));
    case After::kNotin:
      return engine.install(rule, expression.notin(engine.rows<Triple>(body.after_input)));
    case After::kGroup:
      return engine.install(rule, expression.group(bloom::by<&Triple::a>, bloom::max(&Triple::b), bloom::count(),
                                                   [](int a, int highest, std::int64_t count) {
                                                     return Triple{a, highest, static_cast<int>(count)};
                                                   }));
    case After::kJoin:
      return engine.install(rule, (expression * engine.rows<Triple>(body.after_input))
                                      .pairs(&Triple::a, &Triple::a, Made<Triple>{body.after_f}));
  }
}

}  // namespace random_programs
