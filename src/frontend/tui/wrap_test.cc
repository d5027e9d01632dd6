#include "frontend/tui/wrap.h"

#include <gtest/gtest.h>

namespace frontend::tui {
namespace {

using Rows = std::vector<std::string_view>;

TEST(Wrap, Text_BreaksBetweenWords) {
  EXPECT_EQ(wrap("one two three", 7, 7), (Rows{"one two", "three"}));
  EXPECT_EQ(wrap("one two three", 4, 9), (Rows{"one", "two three"}));
  EXPECT_EQ(wrap("", 7, 7), Rows{""});
}

TEST(Wrap, LongWord_BreaksWhereItMust) { EXPECT_EQ(wrap("abcdefgh", 3, 4), (Rows{"abc", "defg", "h"})); }

TEST(Wrap, Newline_BreaksTheRow) { EXPECT_EQ(wrap("a\nb", 9, 9), (Rows{"a", "b"})); }

TEST(Wrap, WideCharacters_AreNeverSplit) {
  EXPECT_EQ(wrap("\u65e5\u672c\u8a9e", 5, 5), (Rows{"\u65e5\u672c", "\u8a9e"}));
  EXPECT_EQ(wrap("\u65e5\u672c", 1, 1), (Rows{"\u65e5", "\u672c"}));
}

}  // namespace
}  // namespace frontend::tui
