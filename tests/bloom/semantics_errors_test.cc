// An exception in a rule names file and line, loses nothing of the state before the tick, and does not stop the
// program. Rows that arrived with the one that does harm are tried again, one a tick.
#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/bloom/support.h"

namespace bloom_test {
namespace {

constexpr int kHarm = 13;

// A program with a little of everything, and a rule that throws for one row.
struct Fragile {
  bloom::Program program;
  bloom::Input<Pair> in{program, "in"};
  bloom::Channel<Pair, &Pair::a> channel{program, "channel"};
  bloom::Table<Pair> table{program, "table"}, later{program, "later"};
  bloom::Scratch<Pair> view{program, "view"}, count{program, "count"};
  bloom::Scratch<Pair, &Pair::a> rest{program, "rest"};
  int sent = 0;
  int rule_line = 0;

  Fragile() {
    channel.on_send([this](const Pair&) { ++sent; });
    table <= in;
    table <= channel;
    view <= table.map([](const Pair& row) { return Pair{row.b, row.a}; });
    count <= table.group(by<>, bloom::count(), [](std::int64_t n) { return Pair{0, static_cast<int>(n)}; });
    later <+ in;
    channel <~ in;
    // Behind all others in the dataflow, so that they have run when it throws.
    rest <= (count * table).rights(&Pair::a, &Pair::a, check); rule_line = __LINE__;
  }
  static Pair check(const Pair& row) {
    if (row.b == kHarm) throw std::runtime_error("an unlucky number");
    return row;
  }
  bloom::TickReport tick() { return program.tick(at(0s)); }
};

TEST(RuleError, Exception_NamesRuleFileAndLine) {
  Fragile fragile;
  fragile.in.insert({0, kHarm});
  const bloom::TickReport report = fragile.tick();
  ASSERT_EQ(report.errors.size(), 1U);
  const bloom::RuleError& error = report.errors[0];
  EXPECT_EQ(error.rule, "rest <=");
  EXPECT_NE(error.file.find("semantics_errors_test.cc"), std::string::npos);
  EXPECT_EQ(error.line, fragile.rule_line);
  EXPECT_EQ(error.what, "an unlucky number");
  EXPECT_EQ(error.text(), "rest <= (semantics_errors_test.cc:" + std::to_string(error.line) + "): an unlucky number");
}

TEST(RuleError, Tick_IsUndone) {
  Fragile fragile;
  fragile.in.insert({1, 1});
  fragile.tick();
  fragile.tick();
  ASSERT_EQ(fragile.sent, 1);

  fragile.in.insert({0, kHarm});
  EXPECT_EQ(fragile.tick().errors.size(), 1U);
  EXPECT_EQ(texts(fragile.table), Texts{"[1, 1]"});
  EXPECT_EQ(fragile.sent, 1);
  EXPECT_TRUE(fragile.tick().errors.empty());
  EXPECT_EQ(texts(fragile.later), Texts{"[1, 1]"}) << "what the failed tick deferred is forgotten";
}

TEST(RuleError, Program_GoesOnAsIfTheRowHadNeverCome) {
  Fragile fragile;
  fragile.in.insert({1, 1});
  fragile.tick();
  fragile.in.insert({0, kHarm});
  fragile.tick();
  fragile.in.insert({0, 2});
  EXPECT_TRUE(fragile.tick().errors.empty());
  EXPECT_EQ(sorted(fragile.table), (Texts{"[0, 2]", "[1, 1]"}));
  EXPECT_EQ(sorted(fragile.view), (Texts{"[1, 1]", "[2, 0]"}));
  EXPECT_EQ(texts(fragile.count), Texts{"[0, 2]"});
  EXPECT_EQ(texts(fragile.rest), Texts{"[0, 2]"});
}

TEST(RuleError, RowsThatCameAlong_ComeInOneATick) {
  Fragile fragile;
  for (const int b : {1, kHarm, 2}) fragile.in.insert({0, b});
  EXPECT_EQ(fragile.tick().errors.size(), 1U);
  EXPECT_TRUE(fragile.table.empty());
  std::size_t errors = 0;
  int ticks = 0;
  while (fragile.program.wants_tick() && ticks < 20) {
    errors += fragile.tick().errors.size();
    ++ticks;
  }
  // The two good rows share a key in `rest` with each other, so the second of them is a conflict there.
  EXPECT_LE(ticks, 6);
  EXPECT_EQ(errors, 2U);
  EXPECT_EQ(texts(fragile.table), Texts{"[0, 1]"});
}

TEST(RuleError, HarmfulRowOfAPeer_IsQuarantined) {
  Fragile fragile;
  fragile.channel.deliver({0, kHarm});
  fragile.channel.deliver({5, 5});
  while (fragile.program.wants_tick()) fragile.tick();
  EXPECT_EQ(fragile.channel.quarantined(), 1U);
  EXPECT_EQ(texts(fragile.table), Texts{"[5, 5]"});
}

TEST(RuleError, InputThatKeepsComing_IsServedAfterAFailure) {
  Fragile fragile;
  for (int i = 0; i < 50; ++i) {
    fragile.in.insert({i + 1, i});
    if (i % 10 == 0) fragile.in.insert({0, kHarm});
    fragile.tick();
  }
  for (int i = 0; i < 20 && fragile.program.wants_tick(); ++i) fragile.tick();
  EXPECT_FALSE(fragile.program.wants_tick());
  EXPECT_EQ(fragile.table.size(), 50U);
}

TEST(RuleError, DeferredRows_StayDecided) {
  bloom::Program program;
  bloom::Input<Pair> in(program, "in");
  bloom::Table<Pair> table(program, "table");
  bloom::Scratch<Pair> bad(program, "bad");
  table.insert({1, 1});
  table <- in.filter([](const Pair& row) { return row.a == 1; });
  table <+ in.filter([](const Pair& row) { return row.a == 2; });
  bad <= in.map(Fragile::check);
  in.insert({1, 1});
  in.insert({2, 2});
  program.tick(at(0s));
  in.insert({0, kHarm});
  EXPECT_EQ(program.tick(at(0s)).errors.size(), 1U);
  EXPECT_EQ(texts(table), Texts{"[2, 2]"});
}

TEST(RuleError, InASendingRule_NothingIsSent) {
  bloom::Program program;
  bloom::Input<Pair> in(program, "in");
  bloom::Channel<Pair, &Pair::a> channel(program, "channel");
  bloom::Loopback<Pair> loop(program, "loop");
  bloom::Stdio stdio(program, "stdio");
  int effects = 0;
  channel.on_send([&](const Pair&) { ++effects; });
  stdio.on_print([&](const bloom::Line&) { ++effects; });
  stdio <~ in.inspected();
  channel <~ in;
  loop <~ in;
  channel <~ in.map(Fragile::check);
  in.insert({0, kHarm});
  EXPECT_EQ(program.tick(at(0s)).errors.size(), 1U);
  EXPECT_EQ(effects, 0);
  program.tick(at(0s));
  EXPECT_TRUE(loop.empty());
}

TEST(RuleError, MidwayThroughARule_RowsMadeBeforeAreForgotten) {
  bloom::Program program;
  bloom::Table<Pair> source(program, "source");
  bloom::Input<Pair> go(program, "go");
  bloom::Table<Pair> made(program, "made");
  bool harmful = true;
  made <= (go * source).rights([&harmful](const Pair& row) {
    if (harmful && row.a == 2) throw std::runtime_error("at the third row");
    return row;
  });
  for (int i = 0; i < 3; ++i) source.insert({i, i});
  go.insert({0, 0});
  EXPECT_EQ(program.tick(at(0s)).errors.size(), 1U);
  harmful = false;
  program.tick(at(0s));
  EXPECT_TRUE(made.empty()) << "the event was dropped with the failed tick, so nothing follows";
}

TEST(RuleError, ExceptionOfNoKnownKind_IsReportedToo) {
  bloom::Program program;
  bloom::Input<Pair> in(program, "in");
  bloom::Scratch<Pair> view(program, "view");
  view <= in.map([](const Pair& row) -> Pair {
    if (row.a == 1) throw 42;
    return row;
  });
  in.insert({1, 1});
  EXPECT_EQ(program.tick(at(0s)).errors.size(), 1U);
}

TEST(Reads, UndeclaredRead_IsAnErrorThatNamesTheMend) {
  bloom::Program program;
  bloom::Input<Pair> in(program, "in");
  bloom::Table<Pair> looked_at(program, "looked_at");
  bloom::Scratch<Pair> view(program, "view");
  view <= in.filter([&](const Pair& row) { return looked_at.contains(row); });
  in.insert({1, 1});
  const bloom::TickReport report = program.tick(at(0s));
  ASSERT_EQ(report.errors.size(), 1U);
  EXPECT_NE(report.errors[0].what.find(".reads(looked_at)"), std::string::npos) << report.errors[0].what;
}

TEST(Reads, EveryWayToLook_IsChecked) {
  using Keyed = bloom::Table<Pair, &Pair::a>;
  const auto refuses = [](const auto& look) {
    bloom::Program program;
    bloom::Input<Pair> in(program, "in");
    Keyed table(program, "table");
    bloom::Scratch<Pair> view(program, "view");
    view <= in.filter([&](const Pair&) { return look(table); });
    in.insert({1, 1});
    return program.tick(at(0s)).errors.size() == 1;
  };
  EXPECT_TRUE(refuses([](const Keyed& table) { return table.empty(); }));
  EXPECT_TRUE(refuses([](const Keyed& table) { return table.size() == 0; }));
  EXPECT_TRUE(refuses([](const Keyed& table) { return table.find(1) == nullptr; }));
  EXPECT_TRUE(refuses([](const Keyed& table) { return table.contains({1, 1}); }));
  EXPECT_TRUE(refuses([](const Keyed& table) { return table.begin() == table.end(); }));
}

TEST(Reads, DeclaredRead_IsStratifiedBelowAndFollowsTheCollection) {
  bloom::Program program;
  bloom::Input<Pair> in(program, "in");
  bloom::Table<Pair> allowed(program, "allowed"), asked(program, "asked");
  bloom::Scratch<Pair> view(program, "view");
  view <= asked.filter([&](const Pair& row) { return allowed.contains(row); }).reads(allowed);
  allowed <= in;
  asked.insert({1, 1});
  program.tick(at(0s));
  EXPECT_TRUE(view.empty());
  in.insert({1, 1});
  program.tick(at(0s));
  EXPECT_EQ(texts(view), Texts{"[1, 1]"});
}

}  // namespace
}  // namespace bloom_test
