// The log's door and the two halves of repair, on logs filled by hand.
#include "protocol/log.h"

#include <gtest/gtest.h>

#include "protocol/exchange.h"

namespace protocol {
namespace {

const Self kSelf{.id = {{1}}, .group = {"home"}, .stream = {{{1}}, 1}, .profile = {}};

constexpr std::uint64_t kAuthors = 20;

struct Fixture {
  explicit Fixture(bool keeps = false)
      : host(program), channels(program), charter(program, kSelf, host, channels),
        log(program, self(keeps), host, channels, charter) {
    admit_authors(kAuthors);
  }
  // All who speak here belong to the group, by a founding each.
  void admit_authors(std::uint64_t count) {
    for (std::uint64_t author = 1; author <= count; ++author) {
      charter.statement.insert({.kind = kFounds, .id = {{author}}, .subject_id = {{author}}, .proven = true});
    }
    program.tick({});
  }
  static Self self(bool keeps) {
    Self self = kSelf;
    self.keeps = keeps;
    return self;
  }

  void settle() {
    do {
      program.tick({});
    } while (program.wants_tick());
  }
  void relay(const Entry& entry) {
    channels.relay.deliver({.to = kSelf.id, .from = {{2}}, .entry = entry, .confirm = false});
    settle();
  }
  // Entries 1 to `count` of author `author`, with times author, author + 10, ...
  void fill(std::uint64_t author, std::uint64_t count) {
    Batch batch{.to = kSelf.id, .from = {{2}}, .entries = {}, .begins = {}};
    for (std::uint64_t seq = 1; seq <= count; ++seq) batch.entries.items.push_back(entry(author, seq));
    channels.batch.deliver(batch);
    settle();
  }
  static Entry entry(std::uint64_t author, std::uint64_t seq, const std::string& text = "text") {
    return {.stream = {{{author}}, 1}, .seq = seq, .hlc = author + 10 * seq, .said_at = {},
            .room = {"lobby"}, .nick = {"n"}, .text = {text}, .proven = true};
  }

  bloom::Program program;
  Host host;
  Channels channels;
  Charter charter;
  Log log;
};

Want everything() { return {.to = {}, .from = {}, .first = {}, .last = kLastStream, .have = {}}; }

TEST(Log, SecondCopy_IsKnownByItsMark) {
  Fixture f;
  int entered = 0;
  f.log.fresh.on_emit([&](const Arrival&) { ++entered; });
  f.relay(Fixture::entry(5, 1));
  f.relay(Fixture::entry(5, 1));
  f.relay(Fixture::entry(5, 1, "other words"));
  EXPECT_EQ(entered, 1);
  EXPECT_EQ(f.log.entries.find({{{5}}, 1}, 1)->text.value, "text");
}

TEST(Log, EntryNobodySigned_IsRefusedOnEveryPath) {
  Fixture f;
  std::vector<Arrival> broken;
  f.log.broken.on_emit([&](const Arrival& arrival) { broken.push_back(arrival); });
  Entry forged = Fixture::entry(5, 1);
  forged.proven = false;
  f.relay(forged);
  f.channels.submit.deliver({.to = kSelf.id, .from = {{2}}, .entry = forged, .hops = 0});
  f.settle();
  f.channels.batch.deliver({.to = kSelf.id, .from = {{2}}, .entries = {{forged}}, .begins = {}});
  f.settle();
  forged.seq = 3;
  f.relay(forged);
  EXPECT_EQ(broken.size(), 4u);
  EXPECT_EQ(f.log.entries.size(), 0u);
  EXPECT_EQ(f.log.waiting.size(), 0u) << "nor does it take the place of the one that will come";
  f.relay(Fixture::entry(5, 1));
  EXPECT_EQ(f.log.entries.size(), 1u);
}

TEST(Log, EntryThatDoesNotNameTheOneBefore_IsRefusedOnEveryPath) {
  Fixture f;
  std::vector<Arrival> broken;
  f.log.broken.on_emit([&](const Arrival& arrival) { broken.push_back(arrival); });
  const auto link = [](std::uint64_t seq, std::uint64_t id, std::uint64_t previous) {
    Entry entry = Fixture::entry(5, seq);
    entry.id = {{id}};
    entry.previous = {{previous}};
    return entry;
  };
  f.relay(link(1, 11, 99));  // a first entry names none
  f.relay(link(1, 11, 0));
  f.relay(link(2, 66, 99));
  EXPECT_EQ(broken.size(), 2u);
  EXPECT_EQ(f.log.held_through({{{5}}, 1}), 1u);
  // Within one message too: the chain is checked from entry to entry.
  f.channels.batch.deliver({.to = kSelf.id, .from = {{2}}, .entries = {{link(2, 12, 11), link(3, 13, 66)}}, .begins = {}});
  f.settle();
  EXPECT_EQ(broken.size(), 3u);
  EXPECT_EQ(f.log.held_through({{{5}}, 1}), 2u);
  f.relay(link(3, 13, 12));
  EXPECT_EQ(f.log.held_through({{{5}}, 1}), 3u);
}

TEST(Log, EntryAheadOfAGap_EntersWhenTheGapCloses) {
  Fixture f;
  f.relay(Fixture::entry(5, 3));
  f.relay(Fixture::entry(5, 2));
  EXPECT_EQ(f.log.entries.size(), 0u);
  EXPECT_EQ(f.log.waiting.size(), 2u);
  f.relay(Fixture::entry(5, 1));
  EXPECT_EQ(f.log.held_through({{{5}}, 1}), 3u);
  EXPECT_EQ(f.log.waiting.size(), 0u);
}

TEST(Log, SameEntriesInAnyOrder_SameDigest) {
  Fixture one, other;
  one.fill(5, 4);
  one.fill(6, 2);
  for (std::uint64_t seq = 1; seq <= 2; ++seq) other.relay(Fixture::entry(6, seq));
  for (std::uint64_t seq = 4; seq >= 1; --seq) other.relay(Fixture::entry(5, seq));
  EXPECT_EQ(one.log.digest.begin()->digest, other.log.digest.begin()->digest);
  other.relay(Fixture::entry(6, 3));
  EXPECT_NE(one.log.digest.begin()->digest, other.log.digest.begin()->digest);
}

TEST(Log, Trimmed_KeepsItsMarksAndSendsWhatItHasInMemory) {
  Fixture f;
  f.fill(5, 10);
  f.host.trim.insert({.hlc = 5 + 10 * 4});
  f.settle();
  EXPECT_EQ(f.log.entries.size(), 7u);
  EXPECT_EQ(f.log.held_through({{{5}}, 1}), 10u);
  f.relay(Fixture::entry(5, 1));
  EXPECT_EQ(f.log.entries.size(), 7u);
  const Batch batch = answer(f.log, everything(), Portions{});
  ASSERT_EQ(batch.begins.items.size(), 1u);
  EXPECT_EQ(batch.begins.items[0].through, 3u);
  EXPECT_EQ(batch.entries.items.front().seq, 4u);

  // Whoever is told so does not wait for what is gone.
  Fixture late;
  late.channels.batch.deliver(batch);
  late.settle();
  EXPECT_EQ(late.log.entries.size(), 7u);
  EXPECT_EQ(late.log.floor_of({{{5}}, 1}), 3u);
  EXPECT_EQ(late.log.digest.begin()->digest, f.log.digest.begin()->digest);
}

TEST(Exchange, Answer_IsInTheGroupsOrderAndOnlyWhatIsMissing) {
  Fixture f;
  f.fill(5, 3);
  f.fill(6, 3);
  Want want = everything();
  want.have.items = {{{{{5}}, 1}, 2}};
  const Batch batch = answer(f.log, want, Portions{});
  ASSERT_EQ(batch.entries.items.size(), 4u);
  for (std::size_t i = 1; i < batch.entries.items.size(); ++i) {
    EXPECT_LT(batch.entries.items[i - 1].hlc, batch.entries.items[i].hlc);
  }
  EXPECT_FALSE(batch.more);
}

TEST(Exchange, Answer_StopsAtItsLimits) {
  Fixture f;
  f.fill(5, kEntriesPerBatch + 1);
  const Batch many = answer(f.log, everything(), Portions{});
  EXPECT_EQ(many.entries.items.size(), kEntriesPerBatch);
  EXPECT_TRUE(many.more);

  Fixture large;
  const std::string longest(kTextBytes, 'x');
  for (std::uint64_t seq = 1; seq <= 5; ++seq) large.relay(Fixture::entry(5, seq, longest));
  const Batch few = answer(large.log, everything(), Portions{});
  EXPECT_EQ(few.entries.items.size(), kBatchBytes / kTextBytes);
  EXPECT_TRUE(few.more);
}

TEST(Exchange, WhoLacksMoreThanACatchUp_IsToldWhereTheStreamsEnd) {
  Fixture f;
  f.fill(5, 6);
  f.fill(6, 4);
  EXPECT_EQ(answer(f.log, everything(), {.catch_up = 10, .newest = 0}).entries.items.size(), 10u);
  const Batch batch = answer(f.log, everything(), {.catch_up = 9, .newest = 0});
  EXPECT_TRUE(batch.entries.items.empty()) << "of each room the newest none";
  ASSERT_EQ(batch.begins.items.size(), 2u);
  EXPECT_EQ(batch.begins.items[0].through + batch.begins.items[1].through, 10u);

  // What is said next enters at once.
  Fixture late;
  late.channels.batch.deliver(batch);
  late.settle();
  late.relay(Fixture::entry(5, 7));
  EXPECT_EQ(late.log.held_through({{{5}}, 1}), 7u);
  EXPECT_EQ(late.log.floor_of({{{5}}, 1}), 6u);
}

TEST(Log, LinesThatComeWithTheWordThatLaterOnesAreSkipped_AreNotInTheGap) {
  Fixture f;
  f.fill(5, 2);
  f.channels.relay.deliver({.to = kSelf.id, .from = {{2}}, .entry = Fixture::entry(5, 3)});
  f.channels.relay.deliver({.to = kSelf.id, .from = {{2}}, .entry = Fixture::entry(5, 4)});
  f.channels.batch.deliver({.to = kSelf.id, .from = {{2}}, .entries = {}, .begins = {{{{{{5}}, 1}, 9}}}});
  f.settle();
  ASSERT_EQ(f.log.gaps_of({{{5}}, 1}).size(), 1u);
  EXPECT_EQ(f.log.gaps_of({{{5}}, 1}).front().first, 5u);
  EXPECT_EQ(f.log.gaps_of({{{5}}, 1}).front().last, 9u);
  EXPECT_EQ(f.log.held_through({{{5}}, 1}), 9u);
}

TEST(Log, OwnLineNobodyConfirmed_IsNotTrimmed) {
  Fixture f;
  for (std::uint64_t seq = 1; seq <= 3; ++seq) f.host.said.insert(Fixture::entry(1, seq));
  f.settle();
  f.host.trim.insert({.hlc = kIntegerMax, .unconfirmed = 3});
  f.settle();
  EXPECT_EQ(f.log.entries.size(), 1u);
  EXPECT_NE(f.log.entries.find(kSelf.stream, 3), nullptr);
}

TEST(Log, OwnStream_IsNotMovedByOthers) {
  Fixture f;
  f.channels.batch.deliver({.to = kSelf.id, .from = {{2}}, .entries = {}, .begins = {{{kSelf.stream, 7}}}});
  f.settle();
  EXPECT_EQ(f.log.held_through(kSelf.stream), 0u);
}

TEST(Exchange, Question_OfManyStreams_ComesInPagesThatMissNone) {
  Fixture f;
  constexpr std::uint64_t kStreams = kMarksPerMessage * 2 + 10;
  f.admit_authors(kStreams);
  for (std::uint64_t author = 1; author <= kStreams; ++author) {
    const Entry entry = Fixture::entry(author, 1);
    f.channels.relay.deliver({.to = kSelf.id, .from = {{2}}, .entry = entry, .confirm = false});
  }
  f.settle();
  std::size_t marks = 0;
  int pages = 0;
  Stream after;
  while (after != kLastStream) {
    const Want page = question(f.log, after, {});
    EXPECT_TRUE(answer(f.log, page, Portions{}).entries.items.empty());
    marks += page.have.items.size();
    after = page.last;
    ++pages;
  }
  EXPECT_EQ(marks, kStreams);
  EXPECT_EQ(pages, 3);
}

}  // namespace
}  // namespace protocol
