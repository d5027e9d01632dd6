// `<-` matches whole rows, `<+-` matches keys. Same key, other value: an error for the program's own rows; of
// what a peer sent that row alone is quarantined and counted.
#include <gtest/gtest.h>

#include "tests/bloom/support.h"

namespace bloom_test {
namespace {

using Keyed = bloom::Table<Pair, &Pair::a>;

TEST(Delete, OtherValueOfTheKey_LeavesTheRow) {
  bloom::Program program;
  bloom::Input<Pair> drop(program, "drop");
  Keyed table(program, "table");
  table <- drop;
  table.insert({1, 2});
  drop.insert({1, 3});
  program.tick(at(0s));
  program.tick(at(0s));
  EXPECT_EQ(texts(table), Texts{"[1, 2]"});
}

TEST(Delete, RowStillDerived_ComesBack) {
  bloom::Program program;
  bloom::Input<Pair> drop(program, "drop");
  bloom::Table<Pair> source(program, "source"), table(program, "table");
  table <= source;
  table <- drop;
  source.insert({1, 2});
  program.tick(at(0s));
  drop.insert({1, 2});
  program.tick(at(0s));
  program.tick(at(0s));
  EXPECT_EQ(texts(table), Texts{"[1, 2]"});
}

TEST(Upsert, KeyKnown_ReplacesTheRow) {
  bloom::Program program;
  bloom::Input<Pair> in(program, "in");
  Keyed table(program, "table");
  table <+- in;
  table.insert({1, 2});
  table.insert({2, 2});
  in.insert({1, 9});
  program.tick(at(0s));
  EXPECT_EQ(sorted(table), (Texts{"[1, 2]", "[2, 2]"}));
  EXPECT_TRUE(program.tick(at(0s)).errors.empty());
  EXPECT_EQ(sorted(table), (Texts{"[1, 9]", "[2, 2]"}));
}

TEST(Upsert, KeyUnknown_AddsTheRow) {
  bloom::Program program;
  bloom::Input<Pair> in(program, "in");
  Keyed table(program, "table");
  table <+- in;
  in.insert({1, 9});
  program.tick(at(0s));
  program.tick(at(0s));
  EXPECT_EQ(texts(table), Texts{"[1, 9]"});
}

TEST(Upsert, TwoValuesForOneKey_IsAnErrorWhicheverIsHeld) {
  for (const int held : {2, 3, 4}) {
    bloom::Program program;
    bloom::Input<Pair> in(program, "in");
    Keyed table(program, "table");
    table <+- in;
    table.insert({1, held});
    in.insert({1, 2});
    in.insert({1, 3});
    program.tick(at(0s));
    EXPECT_EQ(program.tick(at(0s)).errors.size(), 1U) << "held " << held;
  }
}

TEST(Upsert, ViewsOverTheTable_Follow) {
  bloom::Program program;
  bloom::Input<Pair> in(program, "in");
  Keyed table(program, "table");
  bloom::Scratch<Pair> highest(program, "highest");
  table <+- in;
  highest <= table.argmax(by<>, &Pair::b);
  table.insert({1, 9});
  table.insert({2, 5});
  program.tick(at(0s));
  EXPECT_EQ(texts(highest), Texts{"[1, 9]"});
  in.insert({1, 3});
  program.tick(at(0s));
  program.tick(at(0s));
  EXPECT_EQ(texts(highest), Texts{"[2, 5]"});
}

TEST(KeyConflict, OwnRowWithinTheTick_IsAnErrorThatUndoesTheTick) {
  bloom::Program program;
  bloom::Input<Pair> in(program, "in");
  bloom::Table<Pair> log(program, "log");
  Keyed table(program, "table");
  table <= in; const int line = __LINE__;
  log <= in;
  table.insert({1, 2});
  in.insert({1, 3});
  const bloom::TickReport report = program.tick(at(0s));
  ASSERT_EQ(report.errors.size(), 1U);
  EXPECT_EQ(report.errors[0].rule, "table <=");
  EXPECT_EQ(report.errors[0].line, line);
  EXPECT_NE(report.errors[0].what.find("[1, 3]"), std::string::npos) << report.errors[0].what;
  EXPECT_NE(report.errors[0].what.find("[1, 2]"), std::string::npos) << report.errors[0].what;
  EXPECT_EQ(texts(table), Texts{"[1, 2]"});
  EXPECT_TRUE(log.empty());
}

TEST(KeyConflict, OwnDeferredRow_IsAnErrorAndTheHeldRowStands) {
  bloom::Program program;
  bloom::Input<Pair> in(program, "in");
  Keyed table(program, "table");
  table <+ in;
  table.insert({1, 2});
  in.insert({1, 3});
  program.tick(at(0s));
  EXPECT_EQ(program.tick(at(0s)).errors.size(), 1U);
  EXPECT_EQ(texts(table), Texts{"[1, 2]"});
  EXPECT_TRUE(program.tick(at(0s)).errors.empty());
}

TEST(KeyConflict, SameRowAgain_IsNone) {
  bloom::Program program;
  bloom::Input<Pair> in(program, "in");
  Keyed table(program, "table");
  table <= in;
  table <+ in;
  for (int i = 0; i < 3; ++i) {
    in.insert({1, 2});
    EXPECT_TRUE(program.tick(at(0s)).errors.empty());
  }
  EXPECT_EQ(table.size(), 1U);
}

TEST(KeyConflict, RowDeferredToAScratch_DoesNotMeetTheRowsOfTheTickBefore) {
  bloom::Program program;
  bloom::Input<Pair> in(program, "in");
  bloom::Scratch<Pair, &Pair::a> view(program, "view");
  view <= in.group(by<&Pair::a>, bloom::max(&Pair::b));
  view <+ in.map([](const Pair& row) { return Pair{row.a, row.b + 1}; });
  in.insert({1, 2});
  program.tick(at(0s));
  EXPECT_EQ(texts(view), Texts{"[1, 2]"});
  EXPECT_TRUE(program.tick(at(0s)).errors.empty());
  EXPECT_EQ(texts(view), Texts{"[1, 3]"});
}

// A keyed table that a channel feeds, directly or through a scratch.
struct Fed {
  bloom::Program program;
  bloom::Channel<Pair, &Pair::a> channel{program, "channel"};
  bloom::Scratch<Pair> between{program, "between"};
  Keyed now{program, "now"}, next{program, "next"}, through{program, "through"};
  Fed() {
    now <= channel;
    next <+ channel;
    between <= channel;
    through <= between;
  }
};

TEST(Quarantine, RowOfAPeer_AloneIsRefusedAndCounted) {
  Fed fed;
  fed.channel.deliver({1, 2});
  fed.program.tick(at(0s));
  fed.channel.deliver({1, 3});
  fed.channel.deliver({7, 7});
  EXPECT_TRUE(fed.program.tick(at(0s)).errors.empty());
  EXPECT_TRUE(fed.program.tick(at(0s)).errors.empty());
  for (const Keyed* table : {&fed.now, &fed.next, &fed.through}) {
    EXPECT_EQ(sorted(*table), (Texts{"[1, 2]", "[7, 7]"})) << table->name();
    EXPECT_EQ(table->quarantined(), 1U) << table->name();
  }
  EXPECT_EQ(fed.program.quarantined(), 3U);
}

TEST(Quarantine, OwnRowOfTheSameTable_IsStillAnError) {
  bloom::Program program;
  bloom::Channel<Pair, &Pair::a> channel(program, "channel");
  bloom::Input<Pair> in(program, "in");
  Keyed table(program, "table");
  table <= channel;
  table <= in;
  table.insert({1, 2});
  in.insert({1, 3});
  EXPECT_EQ(program.tick(at(0s)).errors.size(), 1U);
  EXPECT_EQ(program.quarantined(), 0U);
}

TEST(Quarantine, RowKeptInATable_IsTheProgramsOwn) {
  bloom::Program program;
  bloom::Channel<Pair, &Pair::a> channel(program, "channel");
  bloom::Table<Pair> kept(program, "kept");
  Keyed table(program, "table");
  kept <= channel;
  table <+ kept.map([](const Pair& row) { return Pair{0, row.b}; });
  channel.deliver({1, 2});
  program.tick(at(0s));
  channel.deliver({1, 3});
  program.tick(at(0s));
  EXPECT_EQ(program.tick(at(0s)).errors.size(), 1U);
  EXPECT_EQ(program.quarantined(), 0U);
}

struct Message {
  std::string to;
  int from;
  std::string text;
};

TEST(Quarantine, TwoRowsOfOneKeyInOneTick_FirstStands) {
  bloom::Program program;
  bloom::Channel<Message, &Message::to, &Message::from> channel(program, "channel");
  channel.deliver({"me", 1, "yes"});
  channel.deliver({"me", 1, "no"});
  channel.deliver({"me", 2, "no"});
  EXPECT_TRUE(program.tick(at(0s)).errors.empty());
  EXPECT_EQ(texts(channel), (Texts{"[\"me\", 1, \"yes\"]", "[\"me\", 2, \"no\"]"}));
  EXPECT_EQ(channel.quarantined(), 1U);
}

}  // namespace
}  // namespace bloom_test
