// Lattices: values that only grow, as collections and as columns of a table.
#include <gtest/gtest.h>

#include "tests/bloom/support.h"

namespace bloom_test {
namespace {

using Max = bloom::LMax<int>;
using Min = bloom::LMin<int>;
using Words = bloom::LSet<std::string>;
using Versions = bloom::LMap<std::string, Max>;

struct Best {
  int id;
  Max highest;
};
struct Mixed {
  int id;
  std::string label;
  Max highest;
  Words seen;
};
struct Reached {
  int id;
};

// Merging is associative, commutative and idempotent, or a lattice's value would depend on the order of rows.
template <class L>
void expect_laws(const std::vector<L>& values) {
  const auto merged = [](L a, const L& b) {
    a.merge(b);
    return a;
  };
  for (const L& a : values) {
    EXPECT_TRUE(bloom::equal(merged(a, a), a));
    EXPECT_TRUE(bloom::equal(merged(L(), a), a));
    for (const L& b : values) {
      EXPECT_TRUE(bloom::equal(merged(a, b), merged(b, a)));
      EXPECT_EQ(L(a).merge(b), !bloom::equal(merged(a, b), a)) << "merge tells whether the value changed";
      for (const L& c : values) EXPECT_TRUE(bloom::equal(merged(merged(a, b), c), merged(a, merged(b, c))));
    }
  }
}

TEST(LatticeValue, Merge_KeepsTheLaws) {
  expect_laws<Max>({Max(), Max(1), Max(2)});
  expect_laws<Min>({Min(), Min(1), Min(2)});
  expect_laws<bloom::LBool>({bloom::LBool(), bloom::LBool(true)});
  expect_laws<Words>({Words(), Words::of("a"), Words::of("b")});
  expect_laws<Versions>({Versions(), Versions::of("x", Max(1)), Versions::of("x", Max(2)), Versions::of("y", Max(1))});
}

TEST(LatticeValue, Reveal_ShowsTheValue) {
  EXPECT_EQ(Max().reveal(), std::nullopt);
  Max max(1);
  max.merge(Max(5));
  EXPECT_EQ(max.reveal(), 5);
  Min min(5);
  min.merge(Min(1));
  EXPECT_EQ(min.reveal(), 1);
  Words words = Words::of("a");
  words.merge(Words::of("b"));
  EXPECT_EQ(bloom::to_text(words), "[\"a\", \"b\"]");
  EXPECT_TRUE(words.contains("b"));
  EXPECT_EQ(words.size().reveal(), 2U);
  Versions versions = Versions::of("x", Max(1));
  versions.merge(Versions::of("x", Max(3)));
  EXPECT_EQ(versions.at("x").reveal(), 3);
  EXPECT_EQ(versions.at("y").reveal(), std::nullopt);
}

class LatticeProgram : public testing::Test {
 protected:
  void tick(std::initializer_list<Pair> rows) {
    for (const Pair& row : rows) in.insert(row);
    EXPECT_TRUE(program.tick(at(0s)).errors.empty());
  }
  static Best best_of(const Pair& row) { return {row.a, Max(row.b)}; }

  bloom::Program program;
  bloom::Input<Pair> in{program, "in"};
  bloom::Table<Best, &Best::id> best{program, "best"};
  bloom::Scratch<Reached> reached{program, "reached"};
};

TEST_F(LatticeProgram, Collection_PersistsAndOnlyGrows) {
  bloom::Lattice<Max> high(program, "high");
  high <= in.map([](const Pair& row) { return Max(row.b); });
  EXPECT_EQ(high.value().reveal(), std::nullopt);
  tick({{0, 3}});
  tick({{0, 7}, {0, 5}});
  tick({{0, 1}});
  tick({});
  EXPECT_EQ(high.value().reveal(), 7);
}

TEST_F(LatticeProgram, CollectionFedForTheNextTick_GrowsThen) {
  bloom::Lattice<Max> high(program, "high");
  high <+ in.map([](const Pair& row) { return Max(row.b); });
  tick({{0, 3}});
  EXPECT_EQ(high.value().reveal(), std::nullopt);
  tick({});
  EXPECT_EQ(high.value().reveal(), 3);
}

TEST_F(LatticeProgram, ViewOverACollection_FollowsItsValue) {
  bloom::Lattice<Max> high(program, "high");
  high <= in.map([](const Pair& row) { return Max(row.b); });
  reached <= high.map([](const Max& value) { return Reached{*value.reveal()}; });
  tick({{0, 3}});
  EXPECT_EQ(texts(reached), Texts{"[3]"});
  tick({{0, 5}});
  EXPECT_EQ(texts(reached), Texts{"[5]"});
}

TEST_F(LatticeProgram, Column_MergesInsteadOfConflicting) {
  best <= in.map(best_of);
  tick({{1, 3}, {1, 9}, {2, 2}, {1, 5}});
  EXPECT_EQ(sorted(best), (Texts{"[1, 9]", "[2, 2]"}));
  tick({{1, 4}, {2, 8}});
  EXPECT_EQ(sorted(best), (Texts{"[1, 9]", "[2, 8]"}));
  EXPECT_EQ(best.find(2)->highest.reveal(), 8);
}

TEST_F(LatticeProgram, ColumnFedForTheNextTick_Merges) {
  best <+ in.map(best_of);
  tick({{1, 3}});
  tick({{1, 9}});
  tick({{1, 5}});
  tick({});
  EXPECT_EQ(texts(best), Texts{"[1, 9]"});
}

TEST_F(LatticeProgram, OtherColumnsBesideALattice_MustAgree) {
  bloom::Table<Mixed, &Mixed::id> mixed(program, "mixed");
  mixed <= in.map([](const Pair& row) { return Mixed{1, row.a == 0 ? "same" : "other", Max(row.b), Words::of("w")}; });
  tick({{0, 1}, {0, 2}});
  EXPECT_EQ(texts(mixed), Texts{"[1, \"same\", 2, [\"w\"]]"});
  in.insert({1, 3});
  EXPECT_EQ(program.tick(at(0s)).errors.size(), 1U);
  EXPECT_EQ(texts(mixed), Texts{"[1, \"same\", 2, [\"w\"]]"});
}

TEST_F(LatticeProgram, FailedTick_GivesTheOldValueBack) {
  bloom::Lattice<Max> high(program, "high");
  bloom::Scratch<Pair> bad(program, "bad");
  best <= in.map(best_of);
  high <= in.map([](const Pair& row) { return Max(row.b); });
  bad <= (in * best).pairs([](const Pair& row, const Best&) {
    if (row.b == 13) throw std::runtime_error("no");
    return row;
  });
  tick({{1, 3}});
  in.insert({1, 13});
  EXPECT_EQ(program.tick(at(0s)).errors.size(), 1U);
  EXPECT_EQ(texts(best), Texts{"[1, 3]"});
  EXPECT_EQ(high.value().reveal(), 3);
  tick({{1, 4}});
  EXPECT_EQ(texts(best), Texts{"[1, 4]"});
  EXPECT_EQ(high.value().reveal(), 4);
}

TEST_F(LatticeProgram, ViewOverAColumn_DropsWhatTheOldValueGave) {
  best <= in.map(best_of);
  reached <= best.map([](const Best& row) { return Reached{*row.highest.reveal()}; });
  tick({{1, 3}});
  tick({{1, 9}});
  EXPECT_EQ(texts(reached), Texts{"[9]"});
}

TEST_F(LatticeProgram, JoinOverAColumn_SeesTheNewestValueAlone) {
  bloom::Table<Pair> table(program, "table");
  bloom::Scratch<Pair> joined(program, "joined");
  table.insert({1, 100});
  best <= in.map(best_of);
  joined <= (table * best).pairs(&Pair::a, &Best::id, [](const Pair& t, const Best& b) { return Pair{t.b, *b.highest.reveal()}; });
  tick({{1, 3}});
  tick({{1, 9}});
  EXPECT_EQ(texts(joined), Texts{"[100, 9]"});
}

TEST_F(LatticeProgram, NonMonotoneReadInACycle_IsRefused) {
  best <= in.map(best_of);
  best <= best.map([](const Best& row) { return Best{row.id + 1, row.highest}; });
  EXPECT_THROW(program.tick(at(0s)), bloom::ProgramError);
}

// The shortest way through a graph with cycles: the classic of lattices in a recursion.
TEST_F(LatticeProgram, PromisedMonotoneInACycle_RunsToTheFixpoint) {
  struct Way {
    int to;
    Min cost;
  };
  struct Road {
    int from, to, cost;
  };
  bloom::Table<Road> road(program, "road");
  bloom::Table<Way, &Way::to> way(program, "way");
  way <= (way * road).pairs(&Way::to, &Road::from, bloom::monotone([](const Way& w, const Road& r) {
    return Way{r.to, Min(*w.cost.reveal() + r.cost)};
  }));
  way.insert({0, Min(0)});
  for (const Road& row : {Road{0, 1, 10}, {0, 2, 1}, {2, 1, 2}, {1, 0, 1}, {1, 3, 1}}) road.insert(row);
  tick({});
  EXPECT_EQ(sorted(way), (Texts{"[0, 0]", "[1, 3]", "[2, 1]", "[3, 4]"}));
}

TEST_F(LatticeProgram, CopyFromLatticeToLattice_IsMonotone) {
  bloom::Table<Best, &Best::id> mirror(program, "mirror");
  best <= in.map(best_of);
  mirror <= best;
  best <= mirror;
  tick({{1, 3}});
  tick({{1, 9}});
  EXPECT_EQ(texts(mirror), Texts{"[1, 9]"});
}

}  // namespace
}  // namespace bloom_test
