// The way back into the past, on logs filled by hand: what is asked for, what fits below a floor, what is newest.
#include "protocol/look_back.h"

#include <gtest/gtest.h>

namespace protocol {
namespace {

const Self kSelf{.id = {{1}}, .group = {"home"}, .stream = {{{1}}, 1}, .profile = {}};
constexpr Stream kStream{{{5}}, 1};

// The entry of that number in a chain; others of the same number have another `fork`.
Entry link(std::uint64_t seq, std::uint64_t fork = 0, Stream stream = kStream) {
  return {.stream = stream, .seq = seq, .previous = seq == 1 ? base::EntryId{} : base::EntryId{{seq - 1, fork}},
          .hlc = 10 * seq, .said_at = {}, .room = {"lobby"}, .nick = {"n"}, .text = {"text"}, .id = {{seq, fork}}};
}

struct Fixture {
  Fixture() : host(program), channels(program), log(program, kSelf, host, channels) {}

  void floor(Floor row) {
    log.floor.insert(row);
    program.tick({});
  }
  void hold(const Entry& entry) {
    log.entries.insert(entry);
    program.tick({});
  }
  Descent descend(const std::vector<Entry>& entries, Path path = Path::kLookedUp, bool keeps = true) {
    std::vector<Arrival> arrivals;
    for (const Entry& entry : entries) arrivals.push_back({entry, {{2}}, path});
    return protocol::descend(log, keeps, arrivals);
  }

  bloom::Program program;
  Host host;
  Channels channels;
  Log log;
};

TEST(Descend, ChainBelowTheFloor_EntersAndLowersIt) {
  Fixture f;
  f.floor({kStream, {5, link(5).id, 60}, {}});
  const Descent descent = f.descend({link(3), link(5), link(4)});
  EXPECT_EQ(descent.found.size(), 3u);
  ASSERT_EQ(descent.shifts.size(), 1u);
  EXPECT_EQ(descent.shifts[0].seq, 2u);
  EXPECT_EQ(descent.shifts[0].floor.bottom.id, link(2).id);
  EXPECT_EQ(descent.shifts[0].floor.bottom.hlc, link(3).hlc);
}

TEST(Descend, EntryThatIsNotTheOneNamed_IsRefusedWithWhatIsBelow) {
  Fixture f;
  f.floor({kStream, {5, link(5).id, 60}, {}});
  const Descent descent = f.descend({link(5), link(4, 7), link(3, 7)});
  EXPECT_EQ(descent.found.size(), 1u);
  ASSERT_EQ(descent.broken.size(), 1u);
  EXPECT_EQ(descent.broken[0].entry.seq, 4u);
  EXPECT_EQ(descent.shifts[0].seq, 4u);
}

TEST(Descend, FirstOfAStreamThatNamesAnother_IsRefused) {
  Fixture f;
  f.floor({kStream, {1, {}, 60}, {}});
  Entry first = link(1);
  first.previous = {{9}};
  EXPECT_EQ(f.descend({first}).broken.size(), 1u);
  EXPECT_EQ(f.descend({link(1)}).shifts[0].seq, 0u);
}

TEST(Descend, WhatIsNotBelowAFloorOrNotAtIt_DoesNotEnter) {
  Fixture f;
  f.floor({kStream, {5, {}, 60}, {}});
  const Descent descent = f.descend({link(6), link(3), link(1, 0, {{{6}}, 1})});
  EXPECT_TRUE(descent.found.empty());
  EXPECT_TRUE(descent.shifts.empty());
}

TEST(Descend, Glimpsed_EntersAnywhereBelowOnceAndIsWalkedOverLater) {
  Fixture f;
  f.floor({kStream, {5, link(5).id, 60}, {}});
  const Descent glimpse = f.descend({link(3), link(4), link(4)}, Path::kGlimpsed);
  EXPECT_EQ(glimpse.found.size(), 2u);
  EXPECT_TRUE(glimpse.shifts.empty());
  f.hold(link(3));
  f.hold(link(4));
  EXPECT_TRUE(f.descend({link(3)}, Path::kGlimpsed).found.empty());
  const Descent rest = f.descend({link(5)});
  EXPECT_EQ(rest.found.size(), 1u);
  EXPECT_EQ(rest.shifts[0].seq, 2u) << "down to what is missing";
}

TEST(Descend, GlimpsedAndFoundToBeAnother_IsReplaced) {
  Fixture f;
  f.floor({kStream, {5, link(5).id, 60}, {}});
  f.hold(link(4, 7));
  const Descent descent = f.descend({link(5), link(4)});
  EXPECT_EQ(descent.found.size(), 2u);
  EXPECT_EQ(descent.shifts[0].seq, 3u);
}

TEST(Descend, Island_IsSteppedOver) {
  Fixture f;
  f.floor({kStream, {9, link(9).id, 100}, {8, {3, link(3).id, 40}}});
  const Descent descent = f.descend({link(9), link(3)});
  EXPECT_EQ(descent.found.size(), 2u);
  EXPECT_EQ(descent.shifts[0].seq, 2u);
  EXPECT_EQ(descent.shifts[0].floor.island.top, 0u);
}

TEST(Descend, OlderThanMemoryAndNoStore_IsLeftToOthers) {
  Fixture f;
  f.host.trim.insert({.hlc = 35});
  f.floor({kStream, {5, {}, 60}, {}});
  const Descent descent = f.descend({link(5), link(4), link(3)}, Path::kLookedUp, false);
  EXPECT_EQ(descent.found.size(), 2u);
  EXPECT_EQ(descent.shifts[0].seq, 3u);
}

TEST(Agenda, Floors_TheNewestFirstPageByPageAndNoneTwice) {
  Fixture f;
  constexpr std::uint64_t kFloors = 2 * kStreamsPerLookBack + 5;
  for (std::uint64_t author = 1; author <= kFloors; ++author) {
    f.log.floor.insert({{{{author}}, 1}, {7, {}, author % 10}, {}});
  }
  f.program.tick({});
  std::size_t count = 0;
  std::uint64_t last = ~0ULL;
  for (Rank after = kFirstRank;;) {
    const Agenda next = agenda(f.log, after);
    if (next.below.items.empty()) break;
    for (const Mark& mark : next.below.items) {
      EXPECT_LE(mark.stream.author.words[0] % 10, last);
      last = mark.stream.author.words[0] % 10;
      ++count;
    }
    after = next.last;
  }
  EXPECT_EQ(count, kFloors);
}

TEST(GlimpseOf, EachRoom_ItsNewestInOrderWhateverElseIsNewer) {
  Fixture f;
  for (std::uint64_t seq = 1; seq <= 20; ++seq) {
    Entry entry = link(seq);
    if (seq <= 5) entry.room = {"garden"};
    f.log.entries.insert(entry);
  }
  f.program.tick({});
  const Glimpse all = glimpse(f.log, {}, 3);
  ASSERT_EQ(all.entries.items.size(), 6u);
  EXPECT_EQ(all.entries.items[0].seq, 3u);
  EXPECT_EQ(all.entries.items[3].seq, 18u);
  EXPECT_FALSE(all.more);
  const Glimpse rest = glimpse(f.log, {.after = place_of(all.entries.items[3])}, 3);
  EXPECT_EQ(rest.entries.items.size(), 2u);
}

TEST(GlimpseOf, MoreThanABatch_ComesInPages) {
  Fixture f;
  for (std::uint64_t seq = 1; seq <= kEntriesPerBatch + 10; ++seq) f.log.entries.insert(link(seq));
  f.program.tick({});
  const Glimpse first = glimpse(f.log, {}, 1000);
  EXPECT_TRUE(first.more);
  const Glimpse second = glimpse(f.log, {.after = place_of(first.entries.items.back())}, 1000);
  EXPECT_FALSE(second.more);
  EXPECT_EQ(first.entries.items.size() + second.entries.items.size(), kEntriesPerBatch + 10);
}

}  // namespace
}  // namespace protocol
