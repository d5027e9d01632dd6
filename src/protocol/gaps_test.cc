// How the gaps of a stream come to be and close.
#include "protocol/gaps.h"

#include <gtest/gtest.h>

namespace protocol {
namespace {

constexpr Stream kStream{{{5}}, 1};
using List = std::vector<Gap>;

Entry link(std::uint64_t seq) {
  return {.stream = kStream, .seq = seq, .previous = {{seq - 1}}, .hlc = 10 * seq, .said_at = {}, .room = {}, .nick = {},
          .text = {}, .id = {{seq}}};
}
Gap gap_below(std::uint64_t first, std::uint64_t seq) { return {first, seq - 1, {{seq - 1}}, 10 * seq}; }

TEST(Gaps, EntryAtTheEndOfOne_ShortensItAndNamesTheNext) {
  EXPECT_EQ(apply({{3, 9, {{9}}, 100}}, {found(link(9))}), (List{gap_below(3, 9)}));
}

TEST(Gaps, EntryInTheMiddle_SplitsIt) {
  EXPECT_EQ(apply({{3, 9, {{9}}, 100}}, {found(link(5))}), (List{gap_below(3, 5), {6, 9, {{9}}, 100}}));
}

TEST(Gaps, FirstEntry_LeavesTheRest) {
  EXPECT_EQ(apply({{3, 9, {}, 100}}, {found(link(3))}), (List{{4, 9, {}, 100}}));
}

TEST(Gaps, AllFoundInAnyOrder_NoneIsLeft) {
  EXPECT_EQ(apply({{3, 5}}, {found(link(3)), found(link(5)), found(link(4))}), List{});
}

TEST(Gaps, WhatIsInNone_ChangesNothing) {
  const List gaps{{3, 5}, {9, 9}};
  EXPECT_EQ(apply(gaps, {found(link(2)), found(link(6)), found(link(10))}), gaps);
}

TEST(Gaps, FirstEntryAfterOne_SaysWhatToLookFor) {
  EXPECT_EQ(apply({{3, 5}, {9, 9}}, {named(link(6))}), (List{gap_below(3, 6), {9, 9}}));
  EXPECT_EQ(apply({{3, 5}}, {named(link(5))}), (List{{3, 5}})) << "it is no neighbour";
}

TEST(Gaps, MissingTwiceInOneTick_IsOneGap) {
  EXPECT_EQ(apply({}, {missing({kStream, 60}, 40), missing({kStream, 80}, 40)}), (List{{41, 80}}));
}

TEST(Gaps, TooMany_TheHighestBecomeOne) {
  List gaps;
  for (std::uint64_t i = 0; i < kGapsPerStream; ++i) gaps.push_back({10 * i + 1, 10 * i + 5});
  const std::uint64_t last = gaps.back().last;
  const List after = apply(gaps, {missing({kStream, last + 20}, last + 10)});
  EXPECT_EQ(after.size(), kGapsPerStream);
  EXPECT_EQ(after.back().first, gaps.back().first);
  EXPECT_EQ(after.back().last, last + 20);
}

}  // namespace
}  // namespace protocol
