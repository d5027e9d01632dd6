#include "tests/bloom/random/check.h"

#include <algorithm>
#include <sstream>

#include "tests/bloom/random/engine_runner.h"
#include "tests/bloom/random/interpreter.h"

namespace random_programs {

namespace {

std::string rows_text(const Rows& rows) {
  std::ostringstream out;
  for (const Row& row : rows) out << " [" << row[0] << " " << row[1] << " " << row[2] << "]";
  return rows.empty() ? " nothing" : out.str();
}

std::string compare_rows(const ProgramSpec& program, const std::vector<Rows>& expected,
                         const std::vector<Rows>& seen, const std::string& what) {
  std::string out;
  for (std::size_t c = 0; c < expected.size(); ++c) {
    if (expected[c] == seen[c]) continue;
    out += "  " + program.collections[c].name + " " + what + rows_text(seen[c]) + ", expected" +
           rows_text(expected[c]) + "\n";
  }
  return out;
}

std::string compare(const ProgramSpec& program, const Observation& expected, const Observation& seen) {
  if (expected.disturbed != seen.disturbed) {
    return expected.disturbed ? "  no error, expected one\n" : "  an error, expected none\n";
  }
  if (expected.ended) return "";
  return compare_rows(program, expected.contents, seen.contents, "holds") +
         compare_rows(program, expected.left, seen.left, "sent");
}

// A beat that no rule could use need not come.
Observation with_beats_left_out(const ProgramSpec& program, Observation expected, const Observation& seen) {
  for (std::size_t c = 0; c < program.collections.size() && !expected.ended; ++c) {
    if (program.collections[c].kind == bloom::Kind::kPeriodic && seen.contents[c].empty()) expected.contents[c].clear();
  }
  return expected;
}

// Ticks `engine` along `expected`; answers where they part.
std::string follow(const ProgramSpec& program, const std::vector<Observation>& expected, EngineRunner& engine,
                   const std::string& name, bloom::Beats beats = bloom::Beats::kAlways) {
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const Observation seen = engine.tick(program.ticks[i]);
    const bool all = beats == bloom::Beats::kAlways;
    const std::string difference = compare(program, all ? expected[i] : with_beats_left_out(program, expected[i], seen), seen);
    if (difference.empty()) continue;
    return "the " + name + " engine, tick " + std::to_string(i + 1) + ":\n" + difference + engine.errors();
  }
  return "";
}

bool refuses(const ProgramSpec& program) {
  EngineRunner engine(program);
  try {
    engine.tick(program.ticks.front());
  } catch (const bloom::ProgramError&) {
    return true;
  }
  return false;
}

// The same, but whatever arrives finds that all beats until then have come: where both come together, a periodic that beats
// only if it is heard may come later.
ProgramSpec apart(const ProgramSpec& program) {
  ProgramSpec out = program;
  out.ticks.clear();
  for (const TickSpec& tick : program.ticks) {
    for (int settle = 0; settle < 2 && !out.ticks.empty(); ++settle) out.ticks.push_back({out.ticks.back().now, {}});
    out.ticks.push_back({tick.now, {}});
    out.ticks.push_back(tick);
  }
  return out;
}

// What the interpreter says, tick by tick, to the end of the program.
std::vector<Observation> interpret(const ProgramSpec& program, Interpreter& interpreter) {
  std::vector<Observation> expected;
  for (const TickSpec& tick : program.ticks) {
    expected.push_back(interpreter.tick(tick));
    if (expected.back().ended) break;
  }
  return expected;
}

std::string run_sleepy(const ProgramSpec& program) {
  const ProgramSpec spread = apart(program);
  Interpreter interpreter(spread);
  EngineRunner sleepy(spread, {}, bloom::Beats::kIfHeard);
  return follow(spread, interpret(spread, interpreter), sleepy, "sleepy", bloom::Beats::kIfHeard);
}

std::string run_engines(const ProgramSpec& program, const std::vector<Observation>& expected) {
  bloom::set_hash_seed(0);
  EngineRunner incremental(program);
  std::string difference = follow(program, expected, incremental, "incremental");
  if (difference.empty()) {
    EngineRunner recomputing(program, {.recompute = true});
    difference = follow(program, expected, recomputing, "recomputing");
  }
  if (difference.empty()) difference = run_sleepy(program);
  if (!difference.empty()) return difference;
  bloom::set_hash_seed(0x5eed);
  EngineRunner reseeded(program);
  follow(program, expected, reseeded, "reseeded");
  bloom::set_hash_seed(0);
  if (reseeded.transcript() == incremental.transcript()) return "";
  return "the order of rows depends on the hash seed:" + incremental.transcript() +
         "\nagainst:" + reseeded.transcript() + "\n";
}

}  // namespace

Outcome check(const ProgramSpec& program) {
  Interpreter interpreter(program);
  if (!interpreter.has_meaning()) {
    if (refuses(program)) return {.verdict = Verdict::kNoMeaning};
    return {.verdict = Verdict::kDiffers, .difference = "the engine accepts a program without a meaning\n"};
  }
  if (refuses(program)) {
    return {.verdict = Verdict::kDiffers, .difference = "the engine refuses a program that has a meaning\n"};
  }
  Outcome outcome;
  const std::vector<Observation> expected = interpret(program, interpreter);
  outcome.disturbed =
      std::any_of(expected.begin(), expected.end(), [](const Observation& tick) { return tick.disturbed; });
  outcome.ticks = expected.size();
  outcome.ended = expected.back().ended;
  outcome.difference = run_engines(program, expected);
  outcome.verdict = outcome.difference.empty() ? Verdict::kAgrees : Verdict::kDiffers;
  return outcome;
}

}  // namespace random_programs
