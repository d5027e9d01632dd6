#include "base/utf8.h"

#include <gtest/gtest.h>

namespace base {
namespace {

TEST(Utf8, WellFormed_AllLengths_Decoded) {
  EXPECT_EQ(first_code_point("a")->value, U'a');
  EXPECT_EQ(first_code_point("\xC3\xA4")->value, U'\u00E4');
  EXPECT_EQ(first_code_point("\xE2\x82\xAC!")->value, U'\u20AC');
  EXPECT_EQ(first_code_point("\xF0\x9F\x98\x80")->bytes, 4u);
  EXPECT_TRUE(is_utf8("gr\xC3\xBC\xC3\x9F dich \xF0\x9F\x98\x80"));
  EXPECT_TRUE(is_utf8(""));
}

TEST(Utf8, Malformed_EveryKind_Refused) {
  EXPECT_FALSE(is_utf8("\x80"));              // a continuation that continues nothing
  EXPECT_FALSE(is_utf8("\xC3"));              // cut short
  EXPECT_FALSE(is_utf8("\xC3("));             // continued by something else
  EXPECT_FALSE(is_utf8("\xC0\xAF"));          // overlong '/'
  EXPECT_FALSE(is_utf8("\xE0\x80\xAF"));      // overlong, three bytes
  EXPECT_FALSE(is_utf8("\xED\xA0\x80"));      // a surrogate
  EXPECT_FALSE(is_utf8("\xF4\x90\x80\x80"));  // above U+10FFFF
  EXPECT_FALSE(is_utf8("\xFF"));
}

}  // namespace
}  // namespace base
