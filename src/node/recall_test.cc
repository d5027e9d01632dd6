// What a start makes of what is stored, also where that is less than it should be.
#include "node/recall.h"

#include <gtest/gtest.h>

#include "node/testing/virtual_group.h"
#include "node/testing/virtual_store.h"
#include "wire/canonical.h"

namespace node {
namespace {

using testing::VirtualStore;

const protocol::Stream kStream{{{1, 2, 3, 4}}, 9};

void store(VirtualStore& into, std::uint64_t first, std::uint64_t last) {
  env::Changes changes;
  for (std::uint64_t seq = first; seq <= last; ++seq) {
    const protocol::Entry entry{
        .stream = kStream, .seq = seq, .hlc = seq, .room = {"lobby"}, .nick = {"ann"}, .text = {"hi"}};
    changes.entries.push_back({.author = kStream.author,
                               .epoch = kStream.epoch,
                               .seq = seq,
                               .hlc = seq,
                               .body = wire::canonical(entry)});
  }
  changes.marks = {{kStream.author, kStream.epoch, last}};
  ASSERT_TRUE(into.commit(changes, env::Durability::kOnDisk).ok());
}

Recalled recalled(VirtualStore& from) {
  auto recalled = recall_log(from);
  if (!recalled) throw std::runtime_error(recalled.error().message);
  return std::move(recalled.value());
}

std::uint64_t through(const std::vector<protocol::Held>& marks) {
  return marks.empty() ? 0 : *marks.front().through.reveal();
}

TEST(Recall, AllStored_IsHeldAndNothingDropped) {
  VirtualStore stored;
  store(stored, 1, 10);
  const Recalled log = recalled(stored);
  EXPECT_EQ(log.entries.size(), 10u);
  EXPECT_EQ(through(log.held), 10u);
  EXPECT_TRUE(log.dropped.empty());
}

TEST(Recall, GapThatWasToldToBeGone_CountsAsDropped) {
  VirtualStore stored;
  store(stored, 1, 10);
  store(stored, 21, 30);
  const Recalled log = recalled(stored);
  EXPECT_EQ(log.entries.size(), 20u);
  EXPECT_EQ(through(log.held), 30u);
  EXPECT_EQ(through(log.dropped), 20u);
}

TEST(Recall, MarkWithoutEntries_IsHeldAndDropped) {
  VirtualStore stored;
  env::Changes changes;
  changes.marks = {{kStream.author, kStream.epoch, 7}};
  ASSERT_TRUE(stored.commit(changes, env::Durability::kOnDisk).ok());
  const Recalled log = recalled(stored);
  EXPECT_EQ(through(log.held), 7u);
  EXPECT_EQ(through(log.dropped), 7u);
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
  EXPECT_EQ(through(log.dropped), 4u);
}

}  // namespace
}  // namespace node
