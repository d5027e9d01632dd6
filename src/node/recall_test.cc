// What a start makes of what is stored, also where that is less than it should be.
#include "node/recall.h"

#include <gtest/gtest.h>

#include "node/testing/virtual_group.h"
#include "node/testing/virtual_store.h"
#include "wire/canonical.h"

namespace node {
namespace {

using testing::VirtualStore;

const base::GroupId kGroup{{7}};
const wire::KeyPair kAuthor(base::KeySeed{{9}});
const protocol::Stream kStream{wire::peer_id_of(kAuthor.public_key()), 9};
const base::EntryId kBefore{{4, 4, 4, 4}};

void store(VirtualStore& into, std::uint64_t first, std::uint64_t last,
           std::vector<env::StoredGap> gaps = {}) {
  env::Changes changes;
  for (std::uint64_t seq = first; seq <= last; ++seq) {
    const protocol::Entry entry = wire::signed_by(kAuthor, kGroup, {.stream = kStream,
                                                            .seq = seq,
                                                            .previous = kBefore,
                                                            .hlc = seq,
                                                            .room = {"lobby"},
                                                            .nick = {"ann"},
                                                            .text = {"hi"}});
    changes.entries.push_back({.author = kStream.author,
                               .epoch = kStream.epoch,
                               .seq = seq,
                               .hlc = seq,
                               .body = wire::canonical(entry)});
  }
  changes.marks = {{kStream.author, kStream.epoch, last, std::move(gaps)}};
  ASSERT_TRUE(into.commit(changes, env::Durability::kOnDisk).ok());
}

Recalled recalled(VirtualStore& from) {
  wire::Prover prover(kGroup);
  auto recalled = recall_log(from, protocol::kLogEntriesMax, prover);
  if (!recalled) throw std::runtime_error(recalled.error().message);
  return std::move(recalled.value());
}

std::uint64_t through(const Recalled& log) {
  return log.held.empty() ? 0 : *log.held.front().through.reveal();
}
using Gaps = std::vector<env::StoredGap>;
Gaps gaps(const Recalled& log) {
  Gaps all;
  for (const protocol::Gaps& of : log.gaps) {
    for (const protocol::Gap& gap : of.list) all.push_back({gap.first, gap.last});
  }
  return all;
}

TEST(Recall, AllStored_IsHeldFromTheBeginning) {
  VirtualStore stored;
  store(stored, 1, 10);
  const Recalled log = recalled(stored);
  EXPECT_EQ(log.entries.size(), 10u);
  EXPECT_EQ(through(log), 10u);
  EXPECT_EQ(gaps(log), Gaps{});
}

TEST(Recall, Gaps_AreWhereTheyWereAndKnowWhatToLookFor) {
  VirtualStore stored;
  store(stored, 21, 30, {{1, 4}, {7, 20}});
  const Recalled log = recalled(stored);
  EXPECT_EQ(gaps(log), (Gaps{{1, 4}, {7, 20}}));
  EXPECT_EQ(log.gaps.front().list.back().hlc, 21u);
  EXPECT_EQ(log.gaps.front().list.back().id, kBefore);
}

TEST(Recall, LessThanShouldBeThere_IsAGap) {
  VirtualStore stored;
  store(stored, 1, 10);
  store(stored, 21, 30);
  const Recalled log = recalled(stored);
  EXPECT_EQ(log.entries.size(), 20u);
  EXPECT_EQ(through(log), 30u);
  EXPECT_EQ(gaps(log), (Gaps{{11, 20}}));
}

TEST(Recall, MoreGapsThanMayBe_TheHighestAreKeptAndTheRestIsOne) {
  VirtualStore stored;
  for (std::uint64_t seq = 1; seq <= 100; seq += 2) store(stored, seq, seq);
  const Gaps all = gaps(recalled(stored));
  ASSERT_EQ(all.size(), protocol::kGapsPerStream);
  EXPECT_EQ(all.front().first, 2u);
  EXPECT_EQ(all.back(), (env::StoredGap{98, 98}));
}

TEST(Recall, MarkWithoutEntries_LacksWhatItSays) {
  VirtualStore stored;
  env::Changes changes;
  changes.marks = {{kStream.author, kStream.epoch, 7, {{1, 7}}}};
  ASSERT_TRUE(stored.commit(changes, env::Durability::kOnDisk).ok());
  const Recalled log = recalled(stored);
  EXPECT_EQ(through(log), 7u);
  EXPECT_EQ(gaps(log), (Gaps{{1, 7}}));
}

TEST(Recall, EntriesThatCannotBeRead_AreCountedAndLeftOut) {
  VirtualStore stored;
  store(stored, 1, 3);
  env::Changes changes;
  changes.entries.push_back(
      {.author = kStream.author, .epoch = kStream.epoch, .seq = 4, .hlc = 4, .body = {1, 2, 3}});
  changes.marks = {{kStream.author, kStream.epoch, 4}};
  ASSERT_TRUE(stored.commit(changes, env::Durability::kOnDisk).ok());
  const Recalled log = recalled(stored);
  EXPECT_EQ(log.unreadable, 1u);
  EXPECT_EQ(log.entries.size(), 3u);
  EXPECT_EQ(gaps(log), (Gaps{{4, 4}})) << "it is looked for again";
}

TEST(Recall, EntryChangedOnTheDisk_IsLeftOutAndLookedForAgain) {
  VirtualStore stored;
  store(stored, 1, 3);
  const protocol::Entry forged = wire::signed_by(
      wire::KeyPair(base::KeySeed{{8}}), kGroup,
      {.stream = kStream, .seq = 4, .hlc = 4, .room = {"lobby"}, .nick = {"ann"}, .text = {"never said"}});
  base::Bytes body = wire::canonical(forged);
  std::copy(kAuthor.public_key().bytes.begin(), kAuthor.public_key().bytes.end(), body.begin() + 1);
  env::Changes changes;
  changes.entries = {{.author = kStream.author, .epoch = kStream.epoch, .seq = 4, .hlc = 4, .body = body}};
  changes.marks = {{kStream.author, kStream.epoch, 4, {}}};
  ASSERT_TRUE(stored.commit(changes, env::Durability::kOnDisk).ok());
  const Recalled log = recalled(stored);
  EXPECT_EQ(log.unreadable, 1u);
  EXPECT_EQ(log.entries.size(), 3u);
  EXPECT_EQ(gaps(log), (Gaps{{4, 4}}));
}

// A log of another group, put in this one's place.
TEST(Recall, EntriesSaidInAnotherGroup_AreLeftOut) {
  VirtualStore stored;
  store(stored, 1, 3);
  wire::Prover prover(base::GroupId{{8}});
  const auto log = recall_log(stored, protocol::kLogEntriesMax, prover);
  ASSERT_TRUE(log.ok());
  EXPECT_EQ(log.value().unreadable, 3u);
  EXPECT_TRUE(log.value().entries.empty());
}

TEST(Recall, LogFromBeforeEntriesBelongedToAGroup_IsRefusedWithWhatToDo) {
  VirtualStore stored;
  env::Changes changes;
  changes.entries.push_back({.author = kStream.author, .epoch = kStream.epoch, .seq = 1, .hlc = 1, .body = {2, 1, 3}});
  changes.marks = {{kStream.author, kStream.epoch, 1, {}}};
  ASSERT_TRUE(stored.commit(changes, env::Durability::kOnDisk).ok());
  wire::Prover prover(kGroup);
  const auto log = recall_log(stored, protocol::kLogEntriesMax, prover);
  ASSERT_FALSE(log.ok());
  EXPECT_NE(log.error().message.find("can't be carried on"), std::string::npos);
}

}  // namespace
}  // namespace node
