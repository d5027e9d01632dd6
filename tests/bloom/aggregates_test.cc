// group with every aggregate, argmin, argmax, reduce.
#include <gtest/gtest.h>

#include "tests/bloom/support.h"

namespace bloom_test {
namespace {

struct Sale {
  std::string shop;
  int item;
  int cents;
  bool paid;
};
struct Sum {
  std::string shop;
  std::int64_t value;
};
struct Mean {
  std::string shop;
  double value;
};
struct Items {
  std::string shop;
  std::vector<int> items;
};
struct Flags {
  std::string shop;
  bool all, any;
};

class Aggregate : public testing::Test {
 protected:
  Aggregate() {
    sale.insert_all({{"a", 3, 50, true}, {"a", 1, 20, false}, {"a", 2, 20, true}, {"b", 3, 70, true}});
  }
  void tick() { EXPECT_TRUE(program.tick(at(0s)).errors.empty()); }
  template <class C>
  Texts after_tick(const C& collection) {
    tick();
    return sorted(collection);
  }

  bloom::Program program;
  bloom::Table<Sale> sale{program, "sale"};
  bloom::Scratch<Sum> sum{program, "sum"};
};

TEST_F(Aggregate, Min_IsTheSmallestOfEachGroup) {
  sum <= sale.group(by<&Sale::shop>, bloom::min(&Sale::cents));
  EXPECT_EQ(after_tick(sum), (Texts{"[\"a\", 20]", "[\"b\", 70]"}));
}

TEST_F(Aggregate, Max_IsTheLargestOfEachGroup) {
  sum <= sale.group(by<&Sale::shop>, bloom::max(&Sale::cents));
  EXPECT_EQ(after_tick(sum), (Texts{"[\"a\", 50]", "[\"b\", 70]"}));
}

TEST_F(Aggregate, Sum_CountsEqualValuesOfDifferentRows) {
  sum <= sale.group(by<&Sale::shop>, bloom::sum(&Sale::cents));
  EXPECT_EQ(after_tick(sum), (Texts{"[\"a\", 90]", "[\"b\", 70]"}));
}

TEST_F(Aggregate, Count_IsTheNumberOfRows) {
  sum <= sale.group(by<&Sale::shop>, bloom::count());
  EXPECT_EQ(after_tick(sum), (Texts{"[\"a\", 3]", "[\"b\", 1]"}));
}

TEST_F(Aggregate, Avg_IsADouble) {
  bloom::Scratch<Mean> mean(program, "mean");
  mean <= sale.group(by<&Sale::shop>, bloom::avg(&Sale::cents));
  EXPECT_EQ(after_tick(mean), (Texts{"[\"a\", 30]", "[\"b\", 70]"}));
}

TEST_F(Aggregate, Choose_IsTheSmallestSoThatRunsAgree) {
  sum <= sale.group(by<&Sale::shop>, bloom::choose(&Sale::item));
  EXPECT_EQ(after_tick(sum), (Texts{"[\"a\", 1]", "[\"b\", 3]"}));
}

TEST_F(Aggregate, Accum_IsSortedAndEachOnce) {
  bloom::Scratch<Items> cents(program, "cents");
  cents <= sale.group(by<&Sale::shop>, bloom::accum(&Sale::cents));
  EXPECT_EQ(after_tick(cents), (Texts{"[\"a\", [20, 50]]", "[\"b\", [70]]"}));
}

TEST_F(Aggregate, BoolAndOr_FoldFlags) {
  bloom::Scratch<Flags> flags(program, "flags");
  flags <= sale.group(by<&Sale::shop>, bloom::bool_and(&Sale::paid), bloom::bool_or(&Sale::paid));
  EXPECT_EQ(after_tick(flags), (Texts{"[\"a\", false, true]", "[\"b\", true, true]"}));
}

TEST_F(Aggregate, SeveralWithAFunction_ArriveInOrder) {
  sum <= sale.group(by<&Sale::shop>, bloom::max(&Sale::cents), bloom::min(&Sale::cents),
                    [](const std::string& shop, int most, int least) { return Sum{shop, most - least}; });
  EXPECT_EQ(after_tick(sum), (Texts{"[\"a\", 30]", "[\"b\", 0]"}));
}

TEST_F(Aggregate, FunctionToOptional_FiltersGroups) {
  sum <= sale.group(by<&Sale::shop>, bloom::count(), [](const std::string& shop, std::int64_t n) -> std::optional<Sum> {
    if (n < 2) return std::nullopt;
    return Sum{shop, n};
  });
  EXPECT_EQ(after_tick(sum), Texts{"[\"a\", 3]"});
}

TEST_F(Aggregate, TwoKeys_GroupByBoth) {
  sum <= sale.group(by<&Sale::shop, &Sale::cents>, bloom::count(),
                    [](const std::string& shop, int cents, std::int64_t n) { return Sum{shop, cents * 10 + n}; });
  EXPECT_EQ(after_tick(sum), (Texts{"[\"a\", 202]", "[\"a\", 501]", "[\"b\", 701]"}));
}

TEST_F(Aggregate, NoKey_IsOneGroupOfAll) {
  sum <= sale.group(by<>, bloom::count(), [](std::int64_t n) { return Sum{"all", n}; });
  EXPECT_EQ(after_tick(sum), Texts{"[\"all\", 4]"});
}

TEST_F(Aggregate, NoRows_IsNoGroup) {
  bloom::Input<Sale> none(program, "none");
  sum <= none.group(by<>, bloom::count(), [](std::int64_t n) { return Sum{"all", n}; });
  EXPECT_TRUE(after_tick(sum).empty());
}

TEST_F(Aggregate, RowsComeAndGo_GroupsFollow) {
  bloom::Input<Sale> undo(program, "undo");
  sale <- undo;
  sum <= sale.group(by<&Sale::shop>, bloom::max(&Sale::cents));
  tick();
  undo.insert({"a", 3, 50, true});
  undo.insert({"b", 3, 70, true});
  tick();
  EXPECT_EQ(after_tick(sum), Texts{"[\"a\", 20]"});
  sale.insert({"a", 9, 99, true});
  EXPECT_EQ(after_tick(sum), Texts{"[\"a\", 99]"});
}

TEST_F(Aggregate, Argmin_IsEveryRowThatAttainsIt) {
  bloom::Scratch<Sale> cheapest(program, "cheapest");
  cheapest <= sale.argmin(by<&Sale::shop>, &Sale::cents);
  EXPECT_EQ(after_tick(cheapest),
            (Texts{"[\"a\", 1, 20, false]", "[\"a\", 2, 20, true]", "[\"b\", 3, 70, true]"}));
}

TEST_F(Aggregate, ArgminBySeveral_IsLexicographic) {
  bloom::Scratch<Sale> first(program, "first");
  first <= sale.argmin(by<>, by<&Sale::cents, &Sale::item>);
  EXPECT_EQ(after_tick(first), Texts{"[\"a\", 1, 20, false]"});
}

TEST_F(Aggregate, Argmax_IsTheOtherEnd) {
  bloom::Scratch<Sale> dearest(program, "dearest");
  dearest <= sale.argmax(by<>, &Sale::cents);
  EXPECT_EQ(after_tick(dearest), Texts{"[\"b\", 3, 70, true]"});
}

TEST_F(Aggregate, Reduce_FoldsInAscendingOrder) {
  bloom::Scratch<Sum> order(program, "order");
  order <= sale.reduce(by<&Sale::shop>, std::int64_t{0},
                       [](std::int64_t digits, const Sale& row) { return digits * 10 + row.item; },
                       [](const std::string& shop, std::int64_t digits) { return Sum{shop, digits}; });
  EXPECT_EQ(after_tick(order), (Texts{"[\"a\", 123]", "[\"b\", 3]"}));
}

}  // namespace
}  // namespace bloom_test
