#include "os/printable.h"

#include <gtest/gtest.h>

namespace {

TEST(Printable, EscapeSequence_IsReplaced) { EXPECT_EQ(os::printable("a\x1b[2Jb\x7f\xc3"), "a?[2Jb??"); }

TEST(Printable, LongText_IsCut) { EXPECT_EQ(os::printable("abcdef", 3), "abc..."); }

TEST(Printable, TextThatFits_IsUnchanged) { EXPECT_EQ(os::printable("~ plain text"), "~ plain text"); }

}  // namespace
