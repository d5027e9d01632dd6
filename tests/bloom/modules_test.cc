// Modules are composed by reference, and the same one may be imported twice under two names.
#include <gtest/gtest.h>

#include "tests/bloom/support.h"

namespace bloom_test {
namespace {

// Remembers what it is given, and says how much that is.
struct Memory {
  Memory(const bloom::Scope& scope, const bloom::Collection<Pair>& source) : kept(scope, "kept"), count(scope, "count") {
    kept <= source;
    count <= kept.group(by<>, bloom::count(), [](std::int64_t n) { return Pair{0, static_cast<int>(n)}; });
  }
  bloom::Table<Pair> kept;
  bloom::Scratch<Pair> count;
};

// A module made of modules.
struct Pairing {
  Pairing(const bloom::Scope& scope, const bloom::Collection<Pair>& source)
      : low(scope, "low"), high(scope, "high"), of_low(scope.sub("of_low"), low), of_high(scope.sub("of_high"), high) {
    low <= source.filter([](const Pair& row) { return row.a < 10; });
    high <= source.filter([](const Pair& row) { return row.a >= 10; });
  }
  bloom::Scratch<Pair> low, high;
  Memory of_low, of_high;
};

TEST(Module, ImportedTwice_KeepsTwoStates) {
  bloom::Program program;
  bloom::Input<Pair> left(program, "left"), right(program, "right");
  Memory east(program.scope("east"), left), west(program.scope("west"), right);
  left.insert({1, 1});
  left.insert({2, 2});
  right.insert({3, 3});
  program.tick(at(0s));
  EXPECT_EQ(texts(east.count), Texts{"[0, 2]"});
  EXPECT_EQ(texts(west.count), Texts{"[0, 1]"});
}

TEST(Module, Names_CarryTheirScope) {
  bloom::Program program;
  bloom::Input<Pair> in(program, "in");
  Pairing outer(program.scope("outer"), in);
  EXPECT_EQ(outer.low.name(), "outer.low");
  EXPECT_EQ(outer.of_high.kept.name(), "outer.of_high.kept");
}

TEST(Module, Nested_WorkTogetherInOneTick) {
  bloom::Program program;
  bloom::Input<Pair> in(program, "in");
  Pairing pairing(program, in);
  in.insert({1, 0});
  in.insert({10, 0});
  in.insert({11, 0});
  program.tick(at(0s));
  EXPECT_EQ(texts(pairing.of_low.count), Texts{"[0, 1]"});
  EXPECT_EQ(texts(pairing.of_high.count), Texts{"[0, 2]"});
}

TEST(Module, WriteIntoACollectionOfAnother_IsARuleLikeAnyOther) {
  bloom::Program program;
  bloom::Input<Pair> in(program, "in");
  Memory memory(program, in);
  bloom::Input<Pair> extra(program, "extra");
  memory.kept <= extra;
  in.insert({1, 1});
  extra.insert({2, 2});
  program.tick(at(0s));
  EXPECT_EQ(memory.kept.size(), 2U);
}

TEST(Module, CollectionOfAnotherProgram_IsRefused) {
  bloom::Program one, other;
  bloom::Input<Pair> in(one, "in");
  bloom::Table<Pair> table(other, "table");
  EXPECT_DEATH(table <= in, "one program");
}

TEST(Module, RuleAfterTheFirstTick_IsRefused) {
  bloom::Program program;
  bloom::Input<Pair> in(program, "in");
  bloom::Table<Pair> table(program, "table");
  program.tick(at(0s));
  EXPECT_DEATH(table <= in, "before the first tick");
}

TEST(Program, TimeGoingBack_IsRefused) {
  bloom::Program program;
  program.tick(at(5s));
  EXPECT_DEATH(program.tick(at(4s)), "never goes back");
}

TEST(Program, NothingToDo_WantsNoTick) {
  bloom::Program program;
  bloom::Input<Pair> in(program, "in");
  bloom::Table<Pair> table(program, "table");
  table <= in;
  program.tick(at(0s));
  EXPECT_FALSE(program.wants_tick());
  in.insert({1, 1});
  EXPECT_TRUE(program.wants_tick());
  program.tick(at(0s));
  EXPECT_FALSE(program.wants_tick());
}

}  // namespace
}  // namespace bloom_test
