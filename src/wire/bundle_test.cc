// Lines that share an entry: one form, and nothing else is taken for one.
#include "wire/bundle.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "wire/canonical.h"
#include "wire/key_pair.h"

namespace wire {
namespace {

const KeyPair kAnn(base::KeySeed{{1}});
const base::GroupId kGroup{{11, 12, 13, 14}};

protocol::Entry with(std::string text) {
  return signed_by(kAnn, kGroup,
                   {.stream = {.author = {}, .epoch = 3},
                    .seq = 2,
                    .kind = protocol::kBundles,
                    .room = {"lobby"},
                    .nick = {"ann"},
                    .text = {std::move(text)}});
}

protocol::Entry bundle_of(const std::vector<Line>& lines) {
  base::Bytes bytes;
  std::string_view before = "ann";
  for (const Line& line : lines) {
    append_line(bytes, line, before);
    before = line.nick;
  }
  return with({bytes.begin(), bytes.end()});
}

std::vector<std::string> lines_of(const protocol::Entry& entry) {
  std::vector<std::string> lines;
  visit_lines(entry, [&](std::uint64_t index, const Line& line) {
    lines.push_back(std::to_string(index) + (line.notice ? " -" : " <") + std::string(line.nick) + "> " + std::string(line.text));
  });
  return lines;
}

using Lines = std::vector<std::string>;

// The refusal by its number; -1 where the entry is read.
int refusal_of(const protocol::Entry& entry) {
  const auto read = read_canonical(canonical(entry));
  return std::holds_alternative<Refusal>(read) ? static_cast<int>(std::get<Refusal>(read)) : -1;
}

TEST(Bundle, LinesOfSeveralUsers_ComeBackInOrder) {
  const auto entry = bundle_of({{"ann", "one"}, {"ann", "two"}, {"bot", "three", true}, {"ann", "four"}});
  const auto read = read_canonical(canonical(entry));
  ASSERT_TRUE(std::holds_alternative<protocol::Entry>(read));
  const auto& back = std::get<protocol::Entry>(read);
  EXPECT_EQ(lines_of(back), (Lines{"0 <ann> one", "1 <ann> two", "2 -bot> three", "3 <ann> four"}));
  EXPECT_EQ(count_lines(back), 4u);
  EXPECT_EQ(back.id, entry.id);
}

TEST(Bundle, LineAndSetting_AreOneAndNone) {
  protocol::Entry entry{.room = {"lobby"}, .nick = {"ann"}, .text = {"hello"}};
  EXPECT_EQ(lines_of(entry), Lines{"0 <ann> hello"});
  entry.kind = protocol::kNotices;
  EXPECT_EQ(lines_of(entry), Lines{"0 -ann> hello"});
  entry.kind = protocol::kSets;
  EXPECT_EQ(lines_of(entry), Lines{});
  EXPECT_EQ(count_lines(entry), 1u);
}

TEST(Bundle, NotInItsOneForm_IsRefused) {
  using namespace std::string_literals;
  const std::string line = "\0\0\3abc"s;
  EXPECT_EQ(refusal_of(with(line + line)), -1);
  for (const std::string& text :
       {line,                                // one alone is a line
        line + "\0\3ann\3abc"s,              // said as the one before, and says so
        "\0\3ann\3abc"s + line,              // the first is said as the entry says
        line + "\0\0\0"s,                    // without a text
        line + "\2\0\3abc"s,                 // neither a line nor a notice
        line + "\0\0\4abc"s,                 // ends early
        line + "\0\0\3ab\xff"s,              // not UTF-8
        line + "\0\2\xff\xfe\3abc"s,         // nor the nick
        line + "\0\0\x83\0abc"s,             // a longer form of a length
        line + line + "\0"s}) {
    EXPECT_NE(refusal_of(with(text)), -1) << ::testing::PrintToString(text);
  }
}

TEST(Bundle, BeyondItsLimits_IsRefused) {
  const std::vector<Line> most(protocol::kBundleLines, {"ann", "abc"});
  EXPECT_EQ(refusal_of(bundle_of(most)), -1);
  auto more = most;
  more.push_back({"ann", "abc"});
  EXPECT_NE(refusal_of(bundle_of(more)), -1);
  const std::string half(protocol::kBundleBytes / 2 - 4, 'x');  // a kind, no nick, and two bytes for the length
  EXPECT_EQ(refusal_of(bundle_of({{"ann", half}, {"ann", half}})), -1);
  EXPECT_NE(refusal_of(bundle_of({{"ann", half}, {"ann", half + "x"}})), -1);
}

TEST(Bundle, ForOneMember_IsRefused) {
  auto entry = bundle_of({{"ann", "one"}, {"ann", "two"}});
  entry.to = {{21, 22, 23, 24}};
  entry.room.value.clear();
  EXPECT_NE(refusal_of(signed_by(kAnn, kGroup, entry)), -1);
}

TEST(Bundle, NamesOfLines_AreOfTheirPlaceAlone) {
  const protocol::Stream stream{{{1}}, 2};
  EXPECT_EQ(line_id(stream, 3), line_id(stream, 3, 0));
  EXPECT_NE(line_id(stream, 3, 1), line_id(stream, 3, 0));
  EXPECT_NE(line_id(stream, 4, 0), line_id(stream, 3, 0));
  EXPECT_NE(line_id({{{1}}, 3}, 3), line_id(stream, 3));
  EXPECT_NE(line_id({{{2}}, 2}, 3), line_id(stream, 3));
}

}  // namespace
}  // namespace wire
