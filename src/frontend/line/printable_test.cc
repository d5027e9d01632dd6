#include "frontend/line/printable.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "base/utf8.h"

namespace frontend::line {
namespace {

constexpr const char* kMark = "\xEF\xBF\xBD";

TEST(Printable, OrdinaryText_AnyLanguage_Unchanged) {
  for (const std::string text : {"hello, world", "grüß dich", "日本語", "привет", "שלום", "😀 ok", ""}) {
    EXPECT_EQ(printable_text(text), text);
    EXPECT_EQ(printable_name(text), text);
  }
}

TEST(Printable, EscapeSequence_InText_ShownAsPicture) {
  EXPECT_EQ(printable_text("\x1B[2J\x1B]0;owned\x07"), "␛[2J␛]0;owned␇");
}

TEST(Printable, LineBreaks_InText_CannotForgeALine) {
  EXPECT_EQ(printable_text("a\r\n10:41 <bob> b"), "a␍␊10:41 <bob> b");
  EXPECT_EQ(printable_text("a\u2028b"), std::string("a") + kMark + "b");
}

TEST(Printable, TabAndDelete_InText_BlankAndPicture) { EXPECT_EQ(printable_text("a\tb\x7F"), "a b␡"); }

TEST(Printable, NulByte_InText_ShownAsPicture) {
  EXPECT_EQ(printable_text(std::string_view("a\0b", 3)), "a␀b");
}

TEST(Printable, EightBitControl_AsCodePointOrByte_Replaced) {
  EXPECT_EQ(printable_text("\u009B2J"), std::string(kMark) + "2J");  // CSI in its one-character form
  EXPECT_EQ(printable_text("\x9B"
                           "2J"),
            std::string(kMark) + "2J");
}

TEST(Printable, DirectionOverrides_InText_Replaced) {
  for (const std::string control : {"\u202A", "\u202E", "\u2066", "\u2069", "\u200E", "\u200F", "\u061C"}) {
    EXPECT_EQ(printable_text("a" + control + "b"), std::string("a") + kMark + "b");
  }
}

TEST(Printable, ZeroWidthCharacters_InText_Replaced) {
  for (const std::string hidden : {"\u200B", "\u2060", "\uFEFF", "\u00AD", "\u180E", "\U000E0041"}) {
    EXPECT_EQ(printable_text("a" + hidden + "b"), std::string("a") + kMark + "b");
  }
}

TEST(Printable, Joiners_InTextAndName_GoOrShow) {
  EXPECT_EQ(printable_text("👩\u200D💻"), "👩💻");
  EXPECT_EQ(printable_name("bo\u200Db"), std::string("bo") + kMark + "b");
  EXPECT_EQ(printable_name("bob\uFE0F"), std::string("bob") + kMark);
}

TEST(Printable, InvalidUtf8_InText_ReplacedByteForByte) {
  EXPECT_EQ(printable_text("a\xFF\xC3"), std::string("a") + kMark + kMark);
}

TEST(Printable, RandomBytes_Always_ValidAndWithoutControls) {
  base::SeededRandom random(7);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes(random.below(40), '\0');
    for (char& byte : bytes) byte = static_cast<char>(random.below(256));
    const std::string shown = printable_text(bytes);
    ASSERT_TRUE(base::is_utf8(shown));
    for (std::string_view rest = shown; !rest.empty();) {
      const base::CodePoint next = *base::first_code_point(rest);
      ASSERT_GE(next.value, 0x20u);
      ASSERT_FALSE(next.value >= 0x7F && next.value <= 0x9F);
      rest.remove_prefix(next.bytes);
    }
  }
}

}  // namespace
}  // namespace frontend::line
