#include "frontend/tui/display_width.h"

#include <gtest/gtest.h>

namespace frontend::tui {
namespace {

TEST(DisplayWidth, Text_TakesTheColumnsItHas) {
  EXPECT_EQ(width_of("plain"), 5);
  EXPECT_EQ(width_of("\u00e9t\u00e9"), 3);
  EXPECT_EQ(width_of("e\u0301"), 1);             // a combining accent
  EXPECT_EQ(width_of("\u65e5\u672c\u8a9e"), 6);  // wide
  EXPECT_EQ(width_of("\uac00"), 2);              // Hangul
  EXPECT_EQ(width_of("\U0001F600"), 2);          // emoji
  EXPECT_EQ(width_of("\u0e01\u0e34"), 1);        // Thai with a vowel above
  EXPECT_EQ(width_of("\u0378"), 1);              // not assigned
}

TEST(DisplayWidth, Cut_NeverSplitsACharacterOrItsMarks) {
  EXPECT_EQ(cut_to("\u65e5\u672c", 3), "\u65e5");
  EXPECT_EQ(cut_to("ae\u0301x", 2), "ae\u0301");
  EXPECT_EQ(cut_to("abc", 0), "");
}

TEST(DisplayWidth, LoneMark_TakesAColumn) { EXPECT_EQ(width_of("\u0301"), 1); }

}  // namespace
}  // namespace frontend::tui
