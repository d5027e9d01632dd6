// Rows are plain structs: any number of fields up to 24, nested structs, containers, optionals, times, lattices;
// equality, order and print come by themselves.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <map>

#include "tests/bloom/support.h"

namespace bloom_test {
namespace {

enum class Color : std::uint8_t { kRed, kBlue };
struct Point {
  int x, y;
};
struct Wide {
  int a, b;
  std::string c;
  double d;
  bool e;
  Color f;
  Point g;
  std::vector<int> h;
  std::optional<std::string> i;
  std::pair<int, std::string> j;
  std::array<int, 3> k;
  base::Instant l;
  base::Duration m;
  std::tuple<int, int> n;
  std::vector<Point> o;
  std::uint64_t p;
  char q;
  std::int8_t r;
};
struct Widest {
  int a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x;
};
struct Empty {};
struct One {
  std::string text;
};
struct Reading {
  std::string name;
  double value;
};

static_assert(bloom::field_count<Wide> == 18);
static_assert(bloom::field_count<Widest> == 24);
static_assert(bloom::field_count<Empty> == 0);

Wide wide() {
  return {1, 2, "three", 4.5, true, Color::kBlue, {7, 8}, {9, 10}, "eleven", {12, "x"}, {1, 2, 3}, at(5s), 6s, {7, 8},
          {{1, 1}, {2, 2}}, 16, 'q', -3};
}

TEST(Row, EighteenFieldsOfAllSorts_IsARow) {
  bloom::Program program;
  bloom::Input<Wide> in(program, "in");
  bloom::Table<Wide, &Wide::c, &Wide::g, &Wide::i> table(program, "table");
  bloom::Scratch<Wide> joined(program, "joined");
  table <= in;
  joined <= (table * in).lefts(&Wide::h, &Wide::h, &Wide::o, &Wide::o);
  in.insert(wide());
  in.insert(wide());
  EXPECT_TRUE(program.tick(at(0s)).errors.empty());
  EXPECT_EQ(in.size(), 1U);
  EXPECT_TRUE(table.contains(wide()));
  EXPECT_NE(table.find("three", Point{7, 8}, "eleven"), nullptr);
  EXPECT_EQ(joined.size(), 1U);
}

TEST(Row, EachFieldAlone_TellsRowsApart) {
  std::vector<Wide> rows(19, wide());
  rows[1].a = 9;
  rows[2].b = 9;
  rows[3].c = "";
  rows[4].d = 0;
  rows[5].e = false;
  rows[6].f = Color::kRed;
  rows[7].g.y = 0;
  rows[8].h.push_back(1);
  rows[9].i.reset();
  rows[10].j.second = "y";
  rows[11].k[2] = 0;
  rows[12].l = at(6s);
  rows[13].m = 7s;
  std::get<1>(rows[14].n) = 0;
  rows[15].o[1].x = 0;
  rows[16].p = 0;
  rows[17].q = 'r';
  rows[18].r = 3;
  bloom::Program program;
  bloom::Table<Wide> table(program, "table");
  for (const Wide& row : rows) table.insert(row);
  program.tick(at(0s));
  EXPECT_EQ(table.size(), rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < rows.size(); ++j) {
      EXPECT_EQ(bloom::equal(rows[i], rows[j]), i == j);
      EXPECT_EQ(bloom::compare(rows[i], rows[j]) == 0, i == j);
    }
  }
}

TEST(Row, TwentyFourFields_IsARow) {
  bloom::Program program;
  bloom::Table<Widest> table(program, "table");
  Widest row{};
  row.x = 24;
  table.insert(row);
  table.insert(Widest{});
  program.tick(at(0s));
  EXPECT_EQ(table.size(), 2U);
  EXPECT_TRUE(table.contains(row));
}

TEST(Row, WithoutFields_IsARow) {
  bloom::Program program;
  bloom::Input<Empty> in(program, "in");
  in.insert({});
  in.insert({});
  program.tick(at(0s));
  EXPECT_EQ(texts(in), Texts{"[]"});
}

TEST(Row, Print_IsReadable) {
  EXPECT_EQ(bloom::to_text(wide()),
            "[1, 2, \"three\", 4.5, true, 1, [7, 8], [9, 10], \"eleven\", [12, \"x\"], [1, 2, 3], 5000000, 6000000, "
            "[7, 8], [[1, 1], [2, 2]], 16, 113, -3]");
  EXPECT_EQ(bloom::to_text(One{"a \"quote\"\n\x1b[31m"}), "[\"a \\\"quote\\\"\\x0a\\x1b[31m\"]");
  EXPECT_EQ(bloom::to_text(std::optional<int>{}), "-");
}

TEST(Row, Order_IsFieldByField) {
  EXPECT_TRUE(bloom::compare(Point{1, 9}, Point{2, 0}) < 0);
  EXPECT_TRUE(bloom::compare(Point{1, 0}, Point{1, 9}) < 0);
  EXPECT_TRUE(bloom::compare(One{"a"}, One{"b"}) < 0);
  EXPECT_TRUE(bloom::compare(std::optional<int>{}, std::optional<int>{-5}) < 0);
  EXPECT_TRUE(bloom::compare(std::vector<int>{1}, std::vector<int>{1, 0}) < 0);
}

TEST(Row, Floats_EveryRowEqualsItsCopy) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  bloom::Program program;
  bloom::Table<Reading> table(program, "table");
  for (const double value : {nan, nan, 0.0, -0.0, 1.5}) table.insert({"x", value});
  program.tick(at(0s));
  EXPECT_EQ(table.size(), 3U);
  EXPECT_TRUE(table.contains({"x", nan}));
  EXPECT_TRUE(table.contains({"x", -0.0}));
}

TEST(Row, ManyRows_AreAllFound) {
  bloom::Program program;
  bloom::Table<Reading, &Reading::name> table(program, "table");
  for (int i = 0; i < 20'000; ++i) table.insert({std::to_string(i), i * 0.5});
  program.tick(at(0s));
  EXPECT_EQ(table.size(), 20'000U);
  for (int i = 0; i < 20'000; ++i) ASSERT_EQ(table.find(std::to_string(i))->value, i * 0.5);
  EXPECT_EQ(table.find("20000"), nullptr);
}

TEST(Row, ManyDeletes_LeaveTheOthersInOrder) {
  bloom::Program program;
  bloom::Input<Pair> drop(program, "drop");
  bloom::Table<Pair, &Pair::a> table(program, "table");
  bloom::Scratch<Pair> joined(program, "joined"), count(program, "count");
  table <- drop;
  joined <= (table * table).lefts(&Pair::a, &Pair::b);
  count <= table.group(by<>, bloom::count(), [](std::int64_t n) { return Pair{0, static_cast<int>(n)}; });
  for (int i = 0; i < 1000; ++i) table.insert({i, i});
  program.tick(at(0s));
  for (int round = 0; round < 9; ++round) {
    for (int i = round; i < 1000; i += 10) drop.insert({i, i});
    program.tick(at(0s));
  }
  program.tick(at(0s));
  ASSERT_EQ(table.size(), 100U);
  int expected = 9;
  for (const Pair& row : table) {
    EXPECT_EQ(row.a, expected);
    expected += 10;
  }
  EXPECT_EQ(joined.size(), 100U);
  EXPECT_EQ(texts(count), Texts{"[0, 100]"});

  table.insert({2000, 2000});
  program.tick(at(0s));
  EXPECT_EQ(joined.size(), 101U);
  EXPECT_EQ(texts(count), Texts{"[0, 101]"});
}

}  // namespace
}  // namespace bloom_test
