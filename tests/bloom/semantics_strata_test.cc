// Negation and aggregates stratify; a non-monotone cycle through `<=` is refused at start with the rules' names
// and source lines; cycles through `<+` and `<~` are legal.
#include <gtest/gtest.h>

#include "tests/bloom/support.h"

namespace bloom_test {
namespace {

// What the program says when it is refused at its first tick; empty where it is not.
std::string refusal(bloom::Program& program) {
  try {
    program.tick(at(0s));
  } catch (const bloom::ProgramError& error) {
    return error.what();
  }
  return "";
}

TEST(Strata, Negation_WaitsForWhatItNegates) {
  bloom::Program program;
  bloom::Input<Pair> in(program, "in");
  bloom::Scratch<Pair> absent(program, "absent"), late(program, "late"), chain(program, "chain");
  absent <= in.notin(late, &Pair::a, &Pair::a);
  late <= chain.map([](const Pair& row) { return Pair{row.a + 1, 0}; });
  chain <= in;
  in.insert({1, 0});
  in.insert({2, 0});
  program.tick(at(0s));
  EXPECT_EQ(texts(absent), Texts{"[1, 0]"});
}

TEST(Strata, AggregateOfARecursion_SeesAllOfIt) {
  bloom::Program program;
  bloom::Table<Pair> edge(program, "edge"), path(program, "path");
  bloom::Scratch<Pair> count(program, "count");
  count <= path.group(by<>, bloom::count(), [](std::int64_t n) { return Pair{0, static_cast<int>(n)}; });
  path <= edge;
  path <= (path * edge).pairs(&Pair::b, &Pair::a, [](const Pair& p, const Pair& e) { return Pair{p.a, e.b}; });
  for (int i = 0; i < 10; ++i) edge.insert({i, i + 1});
  program.tick(at(0s));
  EXPECT_EQ(texts(count), Texts{"[0, 55]"});
}

TEST(Strata, NegationOfItself_IsRefusedWithRuleAndLine) {
  bloom::Program program;
  bloom::Table<Pair> table(program, "table");
  bloom::Scratch<Pair> liar(program, "liar");
  liar <= table.notin(liar); const std::string line = ":" + std::to_string(__LINE__);
  const std::string said = refusal(program);
  EXPECT_NE(said.find("liar <="), std::string::npos) << said;
  EXPECT_NE(said.find("semantics_strata_test.cc" + line), std::string::npos) << said;
}

TEST(Strata, AggregateInACycleOfThree_NamesEveryRule) {
  bloom::Program program;
  bloom::Scratch<Pair> one(program, "one"), two(program, "two"), three(program, "three");
  one <= three; const std::string first = ":" + std::to_string(__LINE__);
  two <= one.argmin(by<>, &Pair::b); const std::string second = ":" + std::to_string(__LINE__);
  three <= two.map([](const Pair& row) { return row; }); const std::string third = ":" + std::to_string(__LINE__);
  const std::string said = refusal(program);
  for (const std::string& part : {"one <=" + std::string(), "two <=" + std::string(), "three <=" + std::string(), first, second, third}) {
    EXPECT_NE(said.find(part), std::string::npos) << "no " << part << " in " << said;
  }
}

TEST(Strata, NonMonotoneThroughAnUnnamedScratch_IsRefused) {
  bloom::Program program;
  bloom::Table<Pair> table(program, "table");
  bloom::Scratch<Pair> view(program, "view");
  view <= (table * view).pairs(&Pair::a, &Pair::a, [](const Pair& t, const Pair&) { return t; }).group(
      by<&Pair::a>, bloom::max(&Pair::b));
  EXPECT_NE(refusal(program), "");
}

TEST(Strata, EveryNonMonotoneStep_IsRefusedInACycle) {
  const auto refuses = [](const auto& write) {
    bloom::Program program;
    bloom::Table<Pair> other(program, "other");
    bloom::Scratch<Pair> view(program, "view");
    write(view, other);
    return !refusal(program).empty();
  };
  EXPECT_TRUE(refuses([](auto& view, auto& other) { view <= other.notin(view, &Pair::a, &Pair::a); }));
  EXPECT_TRUE(refuses([](auto& view, auto&) { view <= view.group(by<&Pair::a>, bloom::min(&Pair::b)); }));
  EXPECT_TRUE(refuses([](auto& view, auto&) { view <= view.argmax(by<>, &Pair::b); }));
  EXPECT_TRUE(refuses([](auto& view, auto& other) {
    view <= (other * view).outer(&Pair::a, &Pair::a, [](const Pair& a, const Pair*) { return a; });
  }));
  EXPECT_TRUE(refuses([](auto& view, auto&) {
    view <= view.reduce(by<>, 0, [](int n, const Pair&) { return n + 1; }, [](int n) { return Pair{n, n}; });
  }));
  EXPECT_TRUE(refuses([](auto& view, auto& other) {
    view <= other.filter([&view](const Pair&) { return view.empty(); }).reads(view);
  }));
}

TEST(Strata, EveryMonotoneStep_IsAcceptedInACycle) {
  const auto accepts = [](const auto& write) {
    bloom::Program program;
    bloom::Table<Pair> other(program, "other");
    bloom::Scratch<Pair> view(program, "view");
    write(view, other);
    return refusal(program).empty();
  };
  EXPECT_TRUE(accepts([](auto& view, auto&) { view <= view.filter([](const Pair&) { return true; }); }));
  EXPECT_TRUE(accepts([](auto& view, auto& other) { view <= view.notin(other); }));
  EXPECT_TRUE(accepts([](auto& view, auto& other) { view <= other.exists(view, &Pair::a, &Pair::a); }));
  EXPECT_TRUE(accepts([](auto& view, auto& other) { view <= (other * view).lefts(&Pair::a, &Pair::b); }));
  EXPECT_TRUE(accepts([](auto& view, auto& other) {
    view <= (view * other).outer(&Pair::a, &Pair::a, [](const Pair& a, const Pair*) { return a; });
  }));
}

TEST(Strata, CycleThroughNext_TogglesFromTickToTick) {
  bloom::Program program;
  bloom::Bootstrap start(program);
  bloom::Table<Pair> all(program, "all");
  bloom::Scratch<Pair> on(program, "on");
  all.insert({1, 1});
  on <+ all.notin(on);  // on in this tick if it was off in the last
  Texts seen;
  for (int i = 0; i < 4; ++i) {
    program.tick(at(0s));
    seen.push_back(on.empty() ? "off" : "on");
  }
  EXPECT_EQ(seen, (Texts{"off", "on", "off", "on"}));
}

TEST(Strata, CycleThroughDelete_IsLegal) {
  bloom::Program program;
  bloom::Table<Pair> table(program, "table");
  table <- table.argmin(by<>, &Pair::a);
  for (int i = 0; i < 3; ++i) table.insert({i, i});
  Texts sizes;
  for (int i = 0; i < 4; ++i) {
    program.tick(at(0s));
    sizes.push_back(std::to_string(table.size()));
  }
  EXPECT_EQ(sizes, (Texts{"3", "2", "1", "0"}));
}

TEST(Strata, CycleThroughASend_IsLegal) {
  bloom::Program program;
  bloom::Input<Pair> in(program, "in");
  bloom::Loopback<Pair> loop(program, "loop");
  loop <~ in;
  loop <~ loop.argmax(by<>, &Pair::b).map([](const Pair& row) { return Pair{row.a, row.b + 1}; });
  in.insert({1, 1});
  for (int i = 0; i < 4; ++i) program.tick(at(0s));
  EXPECT_EQ(texts(loop), Texts{"[1, 3]"});
}

}  // namespace
}  // namespace bloom_test
