// What can be written behind a collection with a dot, row by row.
#include <gtest/gtest.h>

#include "tests/bloom/support.h"

namespace bloom_test {
namespace {

struct Bag {
  int id;
  std::vector<std::string> things;
};
struct Thing {
  int id;
  std::string name;
};
struct Envelope {
  std::string to;
  Pair content;
};

class Expression : public testing::Test {
 protected:
  void insert(std::initializer_list<Pair> rows) {
    for (const Pair& row : rows) in.insert(row);
  }
  void tick() { EXPECT_TRUE(program.tick(at(0s)).errors.empty()); }

  bloom::Program program;
  bloom::Input<Pair> in{program, "in"};
  bloom::Scratch<Pair> out{program, "out"};
  bloom::Stdio stdio{program, "stdio"};
};

TEST_F(Expression, Map_MakesARowOfEach) {
  out <= in.map([](const Pair& row) { return Pair{row.b, row.a}; });
  insert({{1, 2}, {3, 4}});
  tick();
  EXPECT_EQ(texts(out), (Texts{"[2, 1]", "[4, 3]"}));
}

TEST_F(Expression, MapToOptional_FiltersAsWell) {
  out <= in.map([](const Pair& row) -> std::optional<Pair> {
    if (row.a == 1) return std::nullopt;
    return row;
  });
  insert({{1, 2}, {3, 4}});
  tick();
  EXPECT_EQ(texts(out), Texts{"[3, 4]"});
}

TEST_F(Expression, MapToEqualRows_IsASet) {
  out <= in.map([](const Pair&) { return Pair{0, 0}; });
  insert({{1, 2}, {3, 4}});
  tick();
  EXPECT_EQ(out.size(), 1U);
}

TEST_F(Expression, Filter_KeepsRowsAsTheyAre) {
  out <= in.filter([](const Pair& row) { return row.a > 1; });
  insert({{1, 2}, {3, 4}});
  tick();
  EXPECT_EQ(texts(out), Texts{"[3, 4]"});
}

TEST_F(Expression, FlatMap_MakesAnyNumberOfRows) {
  out <= in.flat_map([](const Pair& row) {
    std::vector<Pair> rows;
    for (int i = 0; i < row.b; ++i) rows.push_back({row.a, i});
    return rows;
  });
  insert({{1, 0}, {2, 2}});
  tick();
  EXPECT_EQ(texts(out), (Texts{"[2, 0]", "[2, 1]"}));
}

TEST_F(Expression, Chain_RunsFromLeftToRight) {
  out <= in.map([](const Pair& row) { return Pair{row.a + 1, row.b}; })
             .filter([](const Pair& row) { return row.a == 3; })
             .flat_map([](const Pair& row) { return std::vector{row, Pair{row.b, row.a}}; });
  insert({{1, 7}, {2, 8}, {3, 9}});
  tick();
  EXPECT_EQ(texts(out), (Texts{"[3, 8]", "[8, 3]"}));
}

TEST_F(Expression, Flatten_MakesARowOfEachElement) {
  bloom::Input<Bag> bag(program, "bag");
  bloom::Scratch<Thing> thing(program, "thing");
  thing <= bag.flatten(&Bag::things, [](const Bag& row, const std::string& name) { return Thing{row.id, name}; });
  bag.insert({1, {"pen", "cup"}});
  bag.insert({2, {}});
  tick();
  EXPECT_EQ(texts(thing), (Texts{"[1, \"pen\"]", "[1, \"cup\"]"}));
}

TEST_F(Expression, Payloads_IsTheMemberAlone) {
  bloom::Channel<Envelope, &Envelope::to> channel(program, "channel");
  out <= channel.payloads(&Envelope::content);
  channel.deliver({"me", {4, 5}});
  tick();
  EXPECT_EQ(texts(out), Texts{"[4, 5]"});
}

TEST_F(Expression, Inspected_IsEachRowAsText) {
  Texts printed;
  stdio.on_print([&](const bloom::Line& line) { printed.push_back(line.text); });
  stdio <~ in.inspected();
  insert({{1, 2}});
  tick();
  EXPECT_EQ(printed, Texts{"[1, 2]"});
}

TEST_F(Expression, Group_OverAPipeline_IsGrouped) {
  out <= in.map([](const Pair& row) { return Pair{row.a % 2, row.b}; }).group(by<&Pair::a>, bloom::max(&Pair::b));
  insert({{1, 2}, {2, 5}, {3, 4}});
  tick();
  EXPECT_EQ(sorted(out), (Texts{"[0, 5]", "[1, 4]"}));
}

TEST_F(Expression, JoinOverPipelines_JoinsTheirRows) {
  bloom::Table<Pair> table(program, "table");
  const auto negative = in.map([](const Pair& row) { return Pair{-row.a, row.b}; });
  out <= (table.filter([](const Pair& row) { return row.b == 1; }) * negative)
             .pairs(&Pair::a, &Pair::a, [](const Pair& t, const Pair& n) { return Pair{t.b + 1, n.b}; })
             .notin(in);
  table.insert({-1, 1});
  table.insert({-2, 2});
  insert({{1, 7}, {2, 8}});
  tick();
  EXPECT_EQ(texts(out), Texts{"[2, 7]"});
}

TEST_F(Expression, OneExpressionInTwoRules_IsWrittenOnce) {
  bloom::Scratch<Pair> other(program, "other");
  const auto big = in.filter([](const Pair& row) { return row.a > 1; });
  out <= big;
  other <= big;
  insert({{1, 2}, {3, 4}});
  tick();
  EXPECT_EQ(texts(out), Texts{"[3, 4]"});
  EXPECT_EQ(texts(other), texts(out));
}

}  // namespace
}  // namespace bloom_test
