// A tick: deferred deletes, deferred inserts, inbound rows and beats; the rules to a fixpoint; then deferred and
// sent heads once, over the final contents; then effects leave.
#include <gtest/gtest.h>

#include <type_traits>

#include "tests/bloom/support.h"

namespace bloom_test {
namespace {

TEST(Tick, RuleWithNow_HoldsWithinTheTick) {
  bloom::Program program;
  bloom::Input<Pair> in(program, "in");
  bloom::Scratch<Pair> first(program, "first"), second(program, "second");
  second <= first;  // the order in which rules are written does not matter
  first <= in;
  in.insert({1, 2});
  program.tick(at(0s));
  EXPECT_EQ(texts(second), Texts{"[1, 2]"});
}

TEST(Tick, RuleWithNext_HoldsInTheNextTick) {
  bloom::Program program;
  bloom::Input<Pair> in(program, "in");
  bloom::Table<Pair> table(program, "table");
  table <+ in;
  in.insert({1, 2});
  program.tick(at(0s));
  EXPECT_TRUE(table.empty());
  EXPECT_TRUE(program.wants_tick());
  program.tick(at(0s));
  EXPECT_EQ(texts(table), Texts{"[1, 2]"});
  EXPECT_FALSE(program.wants_tick());
}

TEST(Tick, RuleWithDelete_HoldsInTheNextTick) {
  bloom::Program program;
  bloom::Input<Pair> drop(program, "drop");
  bloom::Table<Pair> table(program, "table");
  table <- drop;
  table.insert({1, 2});
  drop.insert({1, 2});
  program.tick(at(0s));
  EXPECT_EQ(table.size(), 1U);
  program.tick(at(0s));
  EXPECT_TRUE(table.empty());
}

TEST(Tick, RowDeletedAndInserted_StaysIn) {
  bloom::Program program;
  bloom::Input<Pair> in(program, "in");
  bloom::Table<Pair> table(program, "table");
  table.insert({1, 2});
  table <- in;
  table <+ in;
  in.insert({1, 2});
  program.tick(at(0s));
  program.tick(at(0s));
  EXPECT_EQ(texts(table), Texts{"[1, 2]"});
}

TEST(Tick, RowThatGoesAndRowThatComes_AreNeverSeenTogether) {
  bloom::Program program;
  bloom::Input<Pair> in(program, "in");
  bloom::Table<Pair> table(program, "table");
  bloom::Scratch<Pair> meeting(program, "meeting");
  table.insert({1, 1});
  table <- table.filter([](const Pair& row) { return row.b == 1; });
  table <+ table.map([](const Pair& row) { return Pair{row.a, row.b + 1}; }).filter([](const Pair& row) { return row.b < 3; });
  meeting <= (table * table).pairs(&Pair::a, &Pair::a, [](const Pair& x, const Pair& y) -> std::optional<Pair> {
    if (x.b == y.b) return std::nullopt;
    return Pair{x.b, y.b};
  });
  program.tick(at(0s));
  EXPECT_EQ(texts(table), Texts{"[1, 1]"});
  program.tick(at(0s));
  EXPECT_EQ(texts(table), Texts{"[1, 2]"});
  EXPECT_TRUE(meeting.empty());
}

TEST(Tick, DeferredAndInboundRows_MeetInOneTick) {
  bloom::Program program;
  bloom::Input<Pair> in(program, "in");
  bloom::Table<Pair> table(program, "table");
  bloom::Scratch<Pair> joined(program, "joined");
  table <+ in;
  joined <= (table * in).pairs(&Pair::a, &Pair::a, [](const Pair& held, const Pair& come) { return Pair{held.b, come.b}; });
  in.insert({1, 10});
  program.tick(at(0s));
  in.insert({1, 20});
  program.tick(at(0s));
  EXPECT_EQ(texts(joined), Texts{"[10, 20]"});
}

TEST(Tick, SendingRule_SeesTheFinalContents) {
  bloom::Program program;
  bloom::Input<Pair> in(program, "in");
  bloom::Channel<Pair, &Pair::a> channel(program, "channel");
  bloom::Scratch<Pair> count(program, "count"), derived(program, "derived");
  Texts sent;
  channel.on_send([&](const Pair& row) { sent.push_back(bloom::to_text(row)); });
  channel <~ count;
  count <= derived.group(by<>, bloom::count(), [](std::int64_t n) { return Pair{0, static_cast<int>(n)}; });
  derived <= in;
  derived <= in.map([](const Pair& row) { return Pair{row.a + 100, row.b}; });
  in.insert({1, 1});
  in.insert({2, 2});
  program.tick(at(0s));
  EXPECT_EQ(sent, Texts{"[0, 4]"});
}

TEST(Tick, Effects_LeaveAfterTheFixpoint) {
  bloom::Program program;
  bloom::Input<Pair> in(program, "in");
  bloom::Channel<Pair, &Pair::a> channel(program, "channel");
  bloom::Scratch<Pair> derived(program, "derived");
  std::size_t derived_when_sent = 0;
  channel.on_send([&](const Pair&) { derived_when_sent = derived.size(); });
  channel <~ in;
  derived <= in.flat_map([](const Pair& row) { return std::vector{row, Pair{row.b, row.a}, Pair{0, 0}}; });
  in.insert({1, 2});
  program.tick(at(0s));
  EXPECT_EQ(derived_when_sent, 3U);
}

TEST(Tick, RowDeliveredWhileSending_IsSeenInTheNextTick) {
  bloom::Program program;
  bloom::Input<Pair> in(program, "in");
  bloom::Channel<Pair, &Pair::a> channel(program, "channel");
  channel.on_send([&](const Pair& row) { channel.deliver(row); });
  channel <~ in;
  in.insert({1, 2});
  program.tick(at(0s));
  EXPECT_TRUE(channel.empty());
  EXPECT_TRUE(program.wants_tick());
  program.tick(at(0s));
  EXPECT_EQ(texts(channel), Texts{"[1, 2]"});
}

TEST(Tick, SameRowSentByTwoRules_LeavesOnce) {
  bloom::Program program;
  bloom::Input<Pair> in(program, "in");
  bloom::Channel<Pair, &Pair::a> channel(program, "channel");
  int sent = 0;
  channel.on_send([&](const Pair&) { ++sent; });
  channel <~ in;
  channel <~ in.filter([](const Pair&) { return true; });
  in.insert({1, 2});
  program.tick(at(0s));
  EXPECT_EQ(sent, 1);
}

TEST(Tick, PersistentBodySent_IsSentEveryTick) {
  bloom::Program program;
  bloom::Table<Pair> table(program, "table");
  bloom::Channel<Pair, &Pair::a> channel(program, "channel");
  int sent = 0;
  channel.on_send([&](const Pair&) { ++sent; });
  channel <~ table;
  table.insert({1, 2});
  for (int i = 0; i < 3; ++i) program.tick(at(0s));
  EXPECT_EQ(sent, 3);
}

TEST(Tick, Number_CountsFromOne) {
  bloom::Program program;
  EXPECT_EQ(program.tick(at(0s)).number, 1U);
  EXPECT_EQ(program.tick(at(0s)).number, 2U);
}

// A rule is a statement: none of the operators gives a value that could pass for a condition.
template <class Target>
concept RulesAreStatements = requires(Target& target, bloom::Input<Pair>& in) {
  requires std::is_void_v<decltype(target <= in)>;
  requires std::is_void_v<decltype(target <+ in)>;
  requires std::is_void_v<decltype(target <- in)>;
  requires std::is_void_v<decltype(target <+- in)>;
};
static_assert(RulesAreStatements<bloom::Table<Pair>>);
static_assert(std::is_void_v<decltype(std::declval<bloom::Loopback<Pair>&>() <~ std::declval<bloom::Input<Pair>&>())>);

}  // namespace
}  // namespace bloom_test
