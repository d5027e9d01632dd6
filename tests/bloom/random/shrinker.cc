#include "tests/bloom/random/shrinker.h"

#include <algorithm>
#include <utility>

namespace random_programs {

namespace {

bool uses(const ProgramSpec& program, int collection) {
  const auto in_rule = [&](const RuleSpec& rule) {
    const Body& body = rule.body;
    const bool chained = body.after == After::kNotin || body.after == After::kJoin;
    return rule.target == collection || (chained && body.after_input == collection) ||
           std::find(body.inputs.begin(), body.inputs.end(), collection) != body.inputs.end();
  };
  const auto in_tick = [&](const TickSpec& tick) {
    return std::any_of(tick.events.begin(), tick.events.end(),
                       [&](const Event& event) { return event.collection == collection; });
  };
  return std::any_of(program.rules.begin(), program.rules.end(), in_rule) ||
         std::any_of(program.ticks.begin(), program.ticks.end(), in_tick);
}

void renumber(int& collection, int dropped) {
  if (collection > dropped) --collection;
}

ProgramSpec without_collection(ProgramSpec program, int dropped) {
  program.collections.erase(program.collections.begin() + dropped);
  for (RuleSpec& rule : program.rules) {
    renumber(rule.target, dropped);
    renumber(rule.body.after_input, dropped);
    for (int& input : rule.body.inputs) renumber(input, dropped);
  }
  for (TickSpec& tick : program.ticks) {
    for (Event& event : tick.events) renumber(event.collection, dropped);
  }
  return program;
}

class Shrinker {
 public:
  Shrinker(ProgramSpec program, const std::function<bool(const ProgramSpec&)>& fails)
      : program_(std::move(program)), fails_(fails) {}

  ProgramSpec run() {
    do {
      smaller_ = false;
      drop_ticks();
      drop_rules();
      drop_events();
      simplify_rules();
      drop_collections();
    } while (smaller_);
    return program_;
  }

 private:
  bool keep_if_failing(ProgramSpec candidate) {
    if (!fails_(candidate)) return false;
    program_ = std::move(candidate);
    smaller_ = true;
    return true;
  }

  // Tries to drop each element of the list that `list_of` finds in a program, last first.
  template <class ListOf>
  void drop_each(const ListOf& list_of, std::size_t least) {
    for (std::size_t i = list_of(program_).size(); i-- > 0;) {
      if (list_of(program_).size() <= least) return;
      ProgramSpec candidate = program_;
      auto& list = list_of(candidate);
      list.erase(list.begin() + static_cast<std::ptrdiff_t>(i));
      keep_if_failing(std::move(candidate));
    }
  }

  void drop_ticks() {
    drop_each(
        [](auto& program) -> auto& { return program.ticks; }, 1);
  }
  void drop_rules() {
    drop_each(
        [](auto& program) -> auto& { return program.rules; }, 0);
  }
  void drop_events() {
    for (std::size_t t = 0; t < program_.ticks.size(); ++t) {
      drop_each(
          [t](auto& program) -> auto& { return program.ticks[t].events; }, 0);
    }
  }
  void drop_collections() {
    for (int c = static_cast<int>(program_.collections.size()) - 1; c >= 0; --c) {
      if (program_.collections.size() > 1 && !uses(program_, c))
        keep_if_failing(without_collection(program_, c));
    }
  }

  void simplify_rules() {
    for (std::size_t r = 0; r < program_.rules.size(); ++r) {
      drop_each(
          [r](auto& program) -> auto& { return program.rules[r].body.predicates; }, 0);
      simplify(r, [](Body& body) { return std::exchange(body.after, After::kNothing) != After::kNothing; });
      for (Function Body::*f : {&Body::f, &Body::f2, &Body::after_f}) {
        simplify(r, [f](Body& body) { return std::exchange((body.*f).throws_where, {}).has_value(); });
        if (program_.rules[r].body.shape != Shape::kFilter) {
          simplify(r, [f](Body& body) { return std::exchange((body.*f).keep, {}).has_value(); });
        }
      }
    }
  }
  template <class Change>
  void simplify(std::size_t rule, const Change& change) {
    ProgramSpec candidate = program_;
    if (change(candidate.rules[rule].body)) keep_if_failing(std::move(candidate));
  }

  ProgramSpec program_;
  const std::function<bool(const ProgramSpec&)>& fails_;
  bool smaller_ = false;
};

}  // namespace

ProgramSpec shrink(ProgramSpec program, const std::function<bool(const ProgramSpec&)>& fails) {
  return Shrinker(std::move(program), fails).run();
}

}  // namespace random_programs
