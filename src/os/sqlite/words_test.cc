#include "os/sqlite/words.h"

#include <gtest/gtest.h>

namespace os {
namespace {

TEST(MatchExpression, Words_AnyNumber_AreQuotedEach) {
  EXPECT_EQ(match_expression("  reboot the\tswitch "), R"("reboot" "the" "switch")");
  EXPECT_EQ(match_expression(""), "");
  EXPECT_EQ(match_expression(" \n"), "");
}

TEST(MatchExpression, OperatorsAndQuotes_HaveNoMeaning) {
  EXPECT_EQ(match_expression(R"(a OR "b)"), R"("a" "OR" """b")");
  EXPECT_EQ(match_expression("text:x ^y -z"), R"("text:x" "^y" "-z")");
}

TEST(MatchExpression, StarAtTheEnd_StandsForTheRest) {
  EXPECT_EQ(match_expression("reb*"), R"("reb"*)");
  EXPECT_EQ(match_expression("*"), R"("*")");
}

}  // namespace
}  // namespace os
