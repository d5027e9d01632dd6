// The examples that run alone: they print, and end.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <map>
#include <sstream>

#include "tests/examples/example.h"

namespace examples_test {
namespace {

TEST(Hello, Started_PrintsItsLine) {
  Example hello("hello", {});
  EXPECT_EQ(hello.exit_code(), 0);
  EXPECT_EQ(hello.lines(), std::vector<std::string>{"hello world!"});
}

TEST(ShortestPaths, SmallGraph_PrintsEveryPairOnce) {
  Example paths("shortest_paths", {});
  EXPECT_EQ(paths.exit_code(), 0);
  ASSERT_EQ(paths.lines().size(), 10 + 1 + 15);
  EXPECT_EQ(paths.lines()[0], "a to b by b: 1");  // the dearer of two links is not taken
  EXPECT_EQ(paths.lines()[3], "a to e by b: 4");
  EXPECT_EQ(paths.lines()[10], "----");
}

TEST(ShortestPaths, LinkAdded_ReachesTheNewNode) {
  Example paths("shortest_paths", {});
  EXPECT_EQ(paths.exit_code(), 0);
  EXPECT_EQ(paths.count(" to f "), 5);
  EXPECT_EQ(paths.lines()[15], "a to f by b: 5");
}

// Counts in plain C++, for comparison.
std::map<std::string, int> count_words(std::istream& text) {
  std::map<std::string, int> counts;
  std::string word;
  for (char c; text.get(c);) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalpha(byte) != 0 || (c == '\'' && !word.empty())) {
      word += static_cast<char>(std::tolower(byte));
    } else if (!word.empty()) {
      ++counts[std::exchange(word, {})];
    }
  }
  return counts;
}

std::map<std::string, int> counts_in(const std::vector<std::string>& lines) {
  std::map<std::string, int> counts;
  for (const std::string& line : lines) {
    std::istringstream in(line);
    int count = 0;
    std::string word;
    in >> count >> word;
    counts[word] += count;
  }
  return counts;
}

TEST(WordCount, RealText_CountsAsPlainCodeDoes) {
  const std::string path = std::string(CONCLAVE_SOURCE_DIR) + "/examples/gettysburg.txt";
  Example word_count("word_count", {path});
  EXPECT_EQ(word_count.exit_code(), 0);
  std::ifstream text(path);
  const auto expected = count_words(text);
  ASSERT_GT(expected.size(), 100);
  EXPECT_EQ(counts_in(word_count.lines()), expected);
  EXPECT_EQ(word_count.count("mismatch"), 0);
}

TEST(WordCount, TextOnStandardInput_IsCounted) {
  Example word_count("word_count", {});
  word_count.say("a rose is a rose");
  word_count.end_input();
  EXPECT_EQ(word_count.exit_code(), 0);
  EXPECT_EQ(word_count.lines(), (std::vector<std::string>{"2 a", "2 rose", "1 is"}));
}

TEST(WordCount, FileMissing_SaysSo) {
  Example word_count("word_count", {"/nowhere"});
  EXPECT_EQ(word_count.exit_code(), 1);
  EXPECT_NE(word_count.errors().find("cannot read /nowhere"), std::string::npos);
}

class Help : public testing::TestWithParam<const char*> {};

TEST_P(Help, AnyExample_SaysHowItIsUsed) {
  Example example(GetParam(), {"--help"});
  EXPECT_EQ(example.exit_code(), 0);
  ASSERT_FALSE(example.lines().empty());
  EXPECT_EQ(example.lines()[0].rfind(std::string("usage: ") + GetParam(), 0), 0);
}

TEST_P(Help, UnknownOption_IsRefused) {
  Example example(GetParam(), {"--nonsense"});
  EXPECT_EQ(example.exit_code(), 2);
}

INSTANTIATE_TEST_SUITE_P(Examples, Help,
                         testing::Values("hello", "shortest_paths", "word_count", "token_ring", "chat_server",
                                         "chat_client", "p2p_chat"));

}  // namespace
}  // namespace examples_test
