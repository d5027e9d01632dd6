// Channel, periodic, stdio, input and scratch rows live one tick; at most one beat per periodic and tick; the
// clock has one value a tick.
#include <gtest/gtest.h>

#include "tests/bloom/support.h"

namespace bloom_test {
namespace {

TEST(Event, EveryKind_LivesOneTick) {
  bloom::Program program;
  bloom::Channel<Pair, &Pair::a> channel(program, "channel");
  bloom::Loopback<Pair> loopback(program, "loopback");
  bloom::Input<Pair> input(program, "input");
  bloom::Stdio stdio(program, "stdio");
  bloom::Bootstrap start(program);
  bloom::Scratch<Pair> next(program, "next");
  bloom::Scratch<Pair> derived(program, "derived");
  loopback <~ start.map([](const bloom::Start&) { return Pair{0, 0}; });
  next <+ start.map([](const bloom::Start&) { return Pair{0, 0}; });
  derived <= input;

  channel.deliver({1, 1});
  input.insert({2, 2});
  stdio.type("hello");
  program.tick(at(0s));
  EXPECT_EQ(channel.size() + input.size() + stdio.size() + start.size() + derived.size(), 5U);
  EXPECT_EQ(loopback.size() + next.size(), 0U);
  program.tick(at(0s));
  EXPECT_EQ(channel.size() + input.size() + stdio.size() + start.size() + derived.size(), 0U);
  EXPECT_EQ(loopback.size() + next.size(), 2U);
  program.tick(at(0s));
  EXPECT_EQ(loopback.size() + next.size(), 0U);
}

TEST(Event, SameRowInTwoTicks_FiresTwice) {
  bloom::Program program;
  bloom::Input<Pair> in(program, "in");
  bloom::Stdio stdio(program, "stdio");
  int printed = 0;
  stdio.on_print([&](const bloom::Line&) { ++printed; });
  stdio <~ in.inspected();
  for (int i = 0; i < 2; ++i) {
    in.insert({1, 1});
    program.tick(at(0s));
  }
  EXPECT_EQ(printed, 2);
}

TEST(Event, RowsOfOneTick_KeepTheirOrder) {
  bloom::Program program;
  bloom::Input<Pair> in(program, "in");
  for (const int a : {3, 1, 2}) in.insert({a, 0});
  program.tick(at(0s));
  EXPECT_EQ(texts(in), (Texts{"[3, 0]", "[1, 0]", "[2, 0]"}));
}

TEST(Bootstrap, FirstTickAlone_HasItsRow) {
  bloom::Program program;
  bloom::Bootstrap start(program);
  bloom::Table<Pair> table(program, "table");
  table <= start.map([](const bloom::Start&) { return Pair{1, 1}; });
  program.tick(at(0s));
  EXPECT_EQ(table.size(), 1U);
  EXPECT_EQ(start.size(), 1U);
  program.tick(at(0s));
  EXPECT_TRUE(start.empty());
  EXPECT_EQ(table.size(), 1U);
}

// Counts beats of a period of one second.
struct Ticker {
  bloom::Program program;
  bloom::Periodic interval{program, "interval", 1s};
  std::size_t tick(base::Duration now) {
    program.tick(at(now));
    return interval.size();
  }
};

TEST(Periodic, FirstBeat_ComesOnePeriodAfterTheFirstTick) {
  Ticker ticker;
  EXPECT_EQ(ticker.tick(5s), 0U);
  EXPECT_EQ(ticker.program.next_beat(), at(6s));
  EXPECT_EQ(ticker.tick(5999ms), 0U);
  EXPECT_EQ(ticker.tick(6s), 1U);
}

TEST(Periodic, TicksWithinAPeriod_SeeNoSecondBeat) {
  Ticker ticker;
  ticker.tick(0s);
  EXPECT_EQ(ticker.tick(1s), 1U);
  EXPECT_EQ(ticker.tick(1s), 0U);
  EXPECT_EQ(ticker.tick(1500ms), 0U);
  EXPECT_EQ(ticker.tick(2s), 1U);
}

TEST(Periodic, LateTick_BeatsOnce) {
  Ticker ticker;
  ticker.tick(0s);
  EXPECT_EQ(ticker.tick(10s), 1U);
  EXPECT_EQ(ticker.tick(10s), 0U);
  EXPECT_EQ(ticker.program.next_beat(), at(11s));
}

TEST(Periodic, SlightlyLateTick_KeepsTheRhythm) {
  Ticker ticker;
  ticker.tick(0s);
  EXPECT_EQ(ticker.tick(1200ms), 1U);
  EXPECT_EQ(ticker.program.next_beat(), at(2s));
}

TEST(Periodic, Beat_CarriesTheTimeOfItsTick) {
  Ticker ticker;
  ticker.tick(0s);
  ticker.tick(1200ms);
  EXPECT_EQ(ticker.interval.begin()->at, at(1200ms));
}

TEST(Periodic, SeveralPeriods_NextBeatIsTheEarliest) {
  bloom::Program program;
  bloom::Periodic slow(program, "slow", 10s), quick(program, "quick", 3s);
  program.tick(at(0s));
  EXPECT_EQ(program.next_beat(), at(3s));
}

TEST(Periodic, ProgramWithoutOne_HasNoNextBeat) {
  bloom::Program program;
  EXPECT_EQ(program.next_beat(), std::nullopt);
}

TEST(Clock, EveryTick_HasOneReading) {
  bloom::Program program;
  bloom::Clock clock(program);
  for (const auto now : {1s, 1s, 7s}) {
    program.tick(at(now));
    ASSERT_EQ(clock.size(), 1U);
    EXPECT_EQ(clock.begin()->at, at(now));
  }
}

TEST(Clock, ViewOverIt_FollowsTimeWithoutOtherNews) {
  bloom::Program program;
  bloom::Clock clock(program);
  bloom::Table<Pair> deadline(program, "deadline");
  bloom::Scratch<Pair> overdue(program, "overdue");
  overdue <= (deadline * clock).pairs([](const Pair& row, const bloom::Now& now) -> std::optional<Pair> {
    if (now.at < at(std::chrono::seconds(row.b))) return std::nullopt;
    return row;
  });
  deadline.insert({1, 5});
  program.tick(at(4s));
  EXPECT_TRUE(overdue.empty());
  program.tick(at(5s));
  EXPECT_EQ(overdue.size(), 1U);
}

TEST(Stdio, LinesTypedAndPrinted_KeepTheirOrder) {
  bloom::Program program;
  bloom::Stdio stdio(program, "stdio");
  Texts printed;
  stdio.on_print([&](const bloom::Line& line) { printed.push_back(line.text); });
  stdio <~ stdio.map([](const bloom::Line& line) { return bloom::Line{"> " + line.text}; });
  stdio.type("b");
  stdio.type("a");
  program.tick(at(0s));
  EXPECT_EQ(printed, (Texts{"> b", "> a"}));
}

TEST(Output, EveryTick_HandsOutTheRowsThatStand) {
  bloom::Program program;
  bloom::Input<Pair> in(program, "in");
  bloom::Output<Pair> out(program, "out");
  Texts emitted;
  out.on_emit([&](const Pair& row) { emitted.push_back(bloom::to_text(row)); });
  out <= in;
  in.insert({1, 1});
  in.insert({2, 2});
  program.tick(at(0s));
  EXPECT_EQ(emitted, (Texts{"[1, 1]", "[2, 2]"}));
  EXPECT_EQ(texts(out), emitted);
  program.tick(at(0s));
  EXPECT_TRUE(out.empty());
}

TEST(Halt, ExitRow_IsTheProgramsEnd) {
  bloom::Program program;
  bloom::Input<Pair> in(program, "in");
  bloom::Halt halt(program);
  halt <= in.map([](const Pair& row) { return bloom::Exit{row.b}; });
  program.tick(at(0s));
  EXPECT_EQ(program.halted(), std::nullopt);
  in.insert({0, 7});
  program.tick(at(0s));
  EXPECT_EQ(program.halted(), 7);
}

}  // namespace
}  // namespace bloom_test
