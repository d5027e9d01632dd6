#include "os/console/line_splitter.h"

#include <gtest/gtest.h>

#include <vector>

namespace {

using Lines = std::vector<std::string>;

Lines split(os::LineSplitter& splitter, std::string_view bytes) {
  Lines lines;
  splitter.feed(bytes);
  while (auto line = splitter.next()) lines.push_back(*line);
  return lines;
}

TEST(LineSplitter, SplitAtEveryByte_GivesTheSameLines) {
  const std::string text = "one\r\n\ntwo\nlast";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    os::LineSplitter splitter(100);
    Lines lines = split(splitter, text.substr(0, cut));
    const std::string rest = text.substr(cut);
    for (auto& line : split(splitter, rest)) lines.push_back(line);
    splitter.end();
    while (auto line = splitter.next()) lines.push_back(*line);
    EXPECT_EQ(lines, (Lines{"one", "", "two", "last"})) << "cut at " << cut;
  }
}

TEST(LineSplitter, EndAfterNewline_AddsNoLine) {
  os::LineSplitter splitter(100);
  EXPECT_EQ(split(splitter, "one\n"), Lines{"one"});
  splitter.end();
  EXPECT_FALSE(splitter.next().has_value());
}

TEST(LineSplitter, CarriageReturnInside_Stays) {
  os::LineSplitter splitter(100);
  EXPECT_EQ(split(splitter, "a\rb\r\r\n"), Lines{"a\rb\r"});
}

TEST(LineSplitter, LineOverTheLimit_IsCutAndTheNextIsNot) {
  os::LineSplitter splitter(4);
  splitter.feed("12345678\n1234\n");
  EXPECT_EQ(splitter.next(), "1234");
  EXPECT_TRUE(splitter.last_line_was_cut());
  EXPECT_EQ(splitter.next(), "1234");
  EXPECT_FALSE(splitter.last_line_was_cut());
}

TEST(LineSplitter, EndlessLine_KeepsItsMemoryBounded) {
  os::LineSplitter splitter(1000);
  const std::string piece(900, 'x');
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(split(splitter, piece).empty());
  splitter.end();
  EXPECT_EQ(splitter.next()->size(), 1000u);
}

}  // namespace
