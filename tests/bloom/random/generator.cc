#include "tests/bloom/random/generator.h"

#include <algorithm>
#include <initializer_list>

#include "base/random.h"
#include "tests/bloom/random/body_generator.h"

namespace random_programs {

namespace {

using bloom::Head;
using bloom::Kind;

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}

  ProgramSpec draw() {
    draw_collections();
    const int rules = 3 + below(10);
    for (int i = 0; i < rules; ++i) draw_rule();
    draw_ticks();
    return std::move(program_);
  }

 private:
  int below(int bound) { return static_cast<int>(random_.below(static_cast<std::uint64_t>(bound))); }
  bool one_in(int n) { return below(n) == 0; }

  void add(Kind kind, Type type, int keys = 0) {
    const std::string name =
        std::string(bloom::kind_name(kind)) + std::to_string(program_.collections.size());
    program_.collections.push_back(
        {name, kind, type, keys, kind == Kind::kPeriodic ? 100 + 300 * below(4) : 0});
  }

  void draw_collections() {
    add(Kind::kInput, Type::kTriple);
    add(Kind::kTable, Type::kTriple);
    if (!one_in(3)) add(Kind::kInput, Type::kPair);
    if (one_in(2)) add(Kind::kTable, Type::kPair, below(2));
    if (!one_in(3)) add(Kind::kChannel, Type::kTriple);
    if (one_in(3)) add(Kind::kLoopback, Type::kTriple);
    if (one_in(4)) add(Kind::kStdio, Type::kLine);
    if (one_in(3)) add(Kind::kPeriodic, Type::kTime);
    if (one_in(4)) add(Kind::kClock, Type::kTime);
    if (one_in(5)) add(Kind::kBootstrap, Type::kStart);
    if (one_in(4)) add(Kind::kLattice, Type::kMax);
    if (one_in(3)) add(Kind::kTable, Type::kBest, 1);
    if (one_in(6)) add(Kind::kScratch, Type::kBest, 1);
    if (one_in(3)) add(Kind::kOutput, Type::kTriple);
    const int scratches = 1 + below(4);
    for (int i = 0; i < scratches; ++i) {
      add(one_in(4) ? Kind::kTemp : Kind::kScratch, one_in(4) ? Type::kPair : Type::kTriple);
    }
    const int tables = below(3);
    for (int i = 0; i < tables; ++i) add(Kind::kTable, Type::kTriple, below(3));
    const int keyed = below(3);
    for (int i = 0; i < keyed; ++i) add(Kind::kScratch, Type::kTriple, 1 + below(2));
  }

  Head draw_head(Kind kind) {
    switch (kind) {
      case Kind::kTable: {
        static constexpr Head kHeads[] = {Head::kNow,    Head::kNow,    Head::kNow,   Head::kNext,
                                          Head::kDelete, Head::kDelete, Head::kUpsert};
        return kHeads[below(7)];
      }
      case Kind::kScratch:
      case Kind::kLattice:
        return one_in(4) ? Head::kNext : Head::kNow;
      case Kind::kTemp:
      case Kind::kOutput:
        return Head::kNow;
      default:
        return Head::kSend;
    }
  }

  static bool writable(const CollectionSpec& spec) {
    return spec.kind != Kind::kInput && spec.kind != Kind::kPeriodic && spec.kind != Kind::kClock &&
           spec.kind != Kind::kBootstrap;
  }
  static bool may_conflict(const CollectionSpec& spec) { return spec.keys > 0 && spec.type != Type::kBest; }

  void draw_rule() {
    RuleSpec rule;
    do {
      rule.target = below(static_cast<int>(program_.collections.size()));
    } while (!writable(program_.collections[static_cast<std::size_t>(rule.target)]));
    const CollectionSpec& target = program_.collections[static_cast<std::size_t>(rule.target)];
    rule.head = draw_head(target.kind);
    BodyGenerator body(random_, program_);
    // Conflicts of keys end a run, so most rules for keyed collections give one row a key and have no rival.
    if (may_conflict(target) && !one_in(25) && rule.head != Head::kDelete) {
      const bool has_rival = std::any_of(
          program_.rules.begin(), program_.rules.end(),
          [&](const RuleSpec& other) { return other.target == rule.target && other.head != Head::kDelete; });
      if (has_rival || target.type != Type::kTriple) return;
      if (target.kind == Kind::kTable) rule.head = Head::kUpsert;
      rule.body = body.one_row_a_key(target.keys);
    } else if (rule.head == Head::kDelete && target.type == Type::kTriple && !one_in(4)) {
      rule.body = body.some_rows_of(rule.target);
    } else {
      rule.body = body.draw(target.type);
    }
    if (!rule.body.inputs.empty()) program_.rules.push_back(rule);
  }

  Row draw_row(Type type) { return fitted(type, {below(kDomain), below(kDomain), below(kDomain)}); }

  void draw_ticks() {
    const bool is_long = one_in(10);  // with rows enough that tables are compacted
    const int ticks = is_long ? 30 : 2 + below(8);
    int now = below(1000);
    for (int i = 0; i < ticks; ++i) {
      TickSpec tick{now, {}};
      for (std::size_t c = 0; c < program_.collections.size(); ++c) {
        const CollectionSpec& spec = program_.collections[c];
        if (spec.kind != Kind::kInput && spec.kind != Kind::kChannel && spec.kind != Kind::kStdio) continue;
        for (int rows = one_in(3) ? 0 : below(is_long ? 16 : 5); rows > 0; --rows) {
          tick.events.push_back({static_cast<int>(c), draw_row(spec.type)});
        }
      }
      program_.ticks.push_back(tick);
      now += below(4) * 150;
    }
  }

  base::SeededRandom random_;
  ProgramSpec program_;
};

}  // namespace

ProgramSpec draw_program(std::uint64_t seed) { return Generator(seed).draw(); }

}  // namespace random_programs
