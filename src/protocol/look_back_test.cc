// The way back into the past, on logs filled by hand: what is asked for, and what fits into the gaps.
#include "protocol/look_back.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace protocol {
namespace {

const Self kSelf{.id = {{1}}, .group = {"home"}, .stream = {{{1}}, 1}, .profile = {}};
constexpr Stream kStream{{{5}}, 1};

// The entry of that number in a chain; others of the same number have another `fork`.
Entry link(std::uint64_t seq, std::uint64_t fork = 0, Stream stream = kStream) {
  return {.stream = stream, .seq = seq, .previous = seq == 1 ? base::EntryId{} : base::EntryId{{seq - 1, fork}},
          .hlc = 10 * seq, .said_at = {}, .room = {"lobby"}, .nick = {"n"}, .text = {"text"}, .id = {{seq, fork}}, .proven = true};
}

struct Fixture {
  Fixture() : host(program), channels(program), charter(program, kSelf, host, channels), log(program, kSelf, host, channels, charter) {}

  void lack(std::vector<Gap> gaps) {
    log.gaps.insert(Gaps{kStream, std::move(gaps)});
    program.tick({});
  }
  void hold(const Entry& entry) {
    log.entries.insert(entry);
    program.tick({});
  }
  Descent descend(const std::vector<Entry>& entries, bool keeps = true) {
    std::vector<Arrival> arrivals;
    for (const Entry& entry : entries) arrivals.push_back({entry, {{2}}, Path::kLookedUp});
    return protocol::descend(log, keeps, arrivals);
  }
  // What is missing once that has entered.
  std::vector<Gap> after(const Descent& descent) { return apply(log.gaps_of(kStream), descent.changes); }

  bloom::Program program;
  Host host;
  Channels channels;
  Charter charter;
  Log log;
};

TEST(Descend, ChainFromTheEndOfAGap_EntersInWhateverOrderItCame) {
  Fixture f;
  f.lack({{1, 5, link(5).id, 60}});
  const Descent descent = f.descend({link(3), link(5), link(4)});
  EXPECT_EQ(descent.found.size(), 3u);
  EXPECT_EQ(f.after(descent), (std::vector<Gap>{{1, 2, link(2).id, link(3).hlc}}));
}

TEST(Descend, EntryThatIsNotTheOneNamed_IsRefusedWithWhatFollowsFromIt) {
  Fixture f;
  f.lack({{1, 5, link(5).id, 60}});
  const Descent descent = f.descend({link(5), link(4, 7)});
  EXPECT_EQ(descent.found.size(), 1u);
  ASSERT_EQ(descent.broken.size(), 1u);
  EXPECT_EQ(descent.broken[0].entry.seq, 4u);
}

TEST(Descend, EntryNobodySigned_IsRefusedWhereverItWouldFit) {
  Fixture f;
  f.lack({{1, 5, link(5).id, 60}});
  for (const std::uint64_t seq : {1, 3, 5}) {
    Entry forged = link(seq);
    forged.proven = false;
    const Descent descent = f.descend({forged});
    EXPECT_EQ(descent.broken.size(), 1u) << seq;
    EXPECT_TRUE(descent.found.empty() && descent.changes.empty()) << seq;
  }
}

TEST(Descend, EntryThatDoesNotNameTheOneBelow_IsRefused) {
  Fixture f;
  f.hold(link(2));
  f.lack({{3, 5, {}, 60}});
  EXPECT_EQ(f.descend({link(3, 7)}).broken.size(), 1u);
  EXPECT_EQ(f.descend({link(3)}).found.size(), 1u);
}

TEST(Descend, FirstOfAStreamThatNamesAnother_IsRefused) {
  Fixture f;
  f.lack({{1, 1, {}, 60}});
  Entry first = link(1);
  first.previous = {{9}};
  EXPECT_EQ(f.descend({first}).broken.size(), 1u);
  EXPECT_TRUE(f.after(f.descend({link(1)})).empty());
}

TEST(Descend, WhatIsInNoGap_DoesNotEnter) {
  Fixture f;
  f.lack({{2, 5, {}, 60}});
  const Descent descent = f.descend({link(6), link(1), link(3, 0, {{{6}}, 1})});
  EXPECT_TRUE(descent.found.empty());
  EXPECT_TRUE(descent.changes.empty());
}

TEST(Descend, TheSenderLacksSomeToo_TheRestEntersAndThatIsWhatStaysMissing) {
  Fixture f;
  f.lack({{1, 9, link(9).id, 100}});
  const Descent descent = f.descend({link(9), link(4), link(3), link(2), link(1)});
  EXPECT_EQ(descent.found.size(), 5u);
  EXPECT_EQ(f.after(descent), (std::vector<Gap>{{5, 8, link(8).id, link(9).hlc}}));
}

TEST(Descend, AsManyGapsAsMayBe_NoneIsSplitFurther) {
  Fixture f;
  std::vector<Gap> gaps;
  for (std::uint64_t i = 0; i < kGapsPerStream; ++i) gaps.push_back({10 * i + 1, 10 * i + 5});
  f.lack(gaps);
  EXPECT_TRUE(f.descend({link(3)}).found.empty());
  EXPECT_EQ(f.descend({link(5)}).found.size(), 1u);
}

TEST(Descend, InMemoryAlready_ClosesTheGapAndIsNoNews) {
  Fixture f;
  f.hold(link(4));
  f.lack({{3, 5, link(5).id, 60}});
  const Descent descent = f.descend({link(5), link(4)});
  EXPECT_EQ(descent.found.size(), 1u);
  EXPECT_EQ(f.after(descent), (std::vector<Gap>{{3, 3, link(3).id, link(4).hlc}}));
}

TEST(Descend, OlderThanMemoryAndNoStore_IsLeftToOthers) {
  Fixture f;
  f.host.trim.insert({.hlc = 35});
  f.lack({{1, 5, {}, 60}});
  const Descent descent = f.descend({link(5), link(4), link(3)}, false);
  EXPECT_EQ(descent.found.size(), 2u);
  EXPECT_EQ(f.after(descent)[0].last, 3u);
}

TEST(Agenda, Gaps_TheNewestFirstPageByPageAndNoneTwice) {
  Fixture f;
  constexpr std::uint64_t kStreams = kGapsPerLookBack + 5;
  for (std::uint64_t author = 1; author <= kStreams; ++author) {
    f.log.gaps.insert(Gaps{{{{author}}, 1}, {{1, 2, {}, author % 10}, {5, 7, {}, author % 10 + 3}}});
  }
  f.program.tick({});
  std::size_t count = 0;
  std::uint64_t last = ~0ULL;
  for (Rank after = kFirstRank;;) {
    const Agenda next = agenda(f.log, after);
    if (next.missing.items.empty()) break;
    for (const Span& span : next.missing.items) {
      const std::uint64_t hlc = span.stream.author.words[0] % 10 + (span.first == 5 ? 3 : 0);
      EXPECT_LE(hlc, last);
      last = hlc;
      ++count;
    }
    after = next.last;
  }
  EXPECT_EQ(count, 2 * kStreams);
}

}  // namespace
}  // namespace protocol
