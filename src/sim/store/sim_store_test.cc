#include "sim/store/sim_store.h"

#include <gtest/gtest.h>

namespace sim {
namespace {

class SimStoreTest : public ::testing::Test {
 protected:
  bool write(std::uint64_t seq, env::Durability durability = env::Durability::kSoon) {
    env::Changes changes;
    changes.entries.push_back({.author = {{1}},
                               .epoch = 1,
                               .seq = seq,
                               .hlc = seq,
                               .room = "lobby",
                               .texts = {"line " + std::to_string(seq)},
                               .body = {static_cast<std::uint8_t>(seq)}});
    changes.marks.push_back({{{1}}, 1, seq});
    changes.notes.emplace_back("last", base::Bytes{static_cast<std::uint8_t>(seq)});
    return store.commit(changes, durability).ok();
  }
  std::vector<int> newest(std::size_t count) {
    std::vector<int> bodies;
    EXPECT_TRUE(store.newest(count, [&](base::ByteView body) { bodies.push_back(body[0]); }).ok());
    return bodies;
  }

  Counters counters;
  SimStore store{base::SeededRandom(3), counters};
};

TEST_F(SimStoreTest, Written_IsReadBackInOrder) {
  for (const std::uint64_t seq : {3, 1, 2}) EXPECT_TRUE(write(seq));
  EXPECT_EQ(newest(10), (std::vector<int>{1, 2, 3}));
  EXPECT_EQ(newest(2), (std::vector<int>{2, 3}));
  EXPECT_EQ(store.note("last").value(), base::Bytes{2});
}

TEST_F(SimStoreTest, PowerLost_WhatWasSyncedStaysAndTheRestGoesFromTheEnd) {
  write(1);
  write(2, env::Durability::kOnDisk);
  for (std::uint64_t seq = 3; seq <= 40; ++seq) write(seq);
  store.lose_power();
  const std::vector<int> left = newest(100);
  ASSERT_GE(left.size(), 2u);
  ASSERT_LT(left.size(), 40u);
  for (std::size_t i = 0; i < left.size(); ++i) EXPECT_EQ(left[i], static_cast<int>(i + 1));
  EXPECT_EQ(counters.of(Effect::kWriteLost), 40 - left.size());
  EXPECT_EQ(store.note("last").value(), base::Bytes{static_cast<std::uint8_t>(left.back())});
}

TEST_F(SimStoreTest, OnDisk_IsWhatASyncedCommitOrOneBeforeItBrought) {
  const auto on_disk = [this](std::uint64_t seq) { return store.has_on_disk({{1}}, 1, seq); };
  write(1);
  EXPECT_FALSE(on_disk(1));
  write(2, env::Durability::kOnDisk);
  write(3);
  EXPECT_TRUE(on_disk(1));
  EXPECT_TRUE(on_disk(2));
  EXPECT_FALSE(on_disk(3));
}

TEST_F(SimStoreTest, FullOrFailing_NothingOfItIsKept) {
  store.set_full(true);
  EXPECT_FALSE(write(1));
  store.set_full(false);
  EXPECT_TRUE(newest(10).empty());
  EXPECT_TRUE(store.has_failed());
  store.fail_after(1);
  EXPECT_TRUE(write(1));
  EXPECT_FALSE(write(2));
  EXPECT_TRUE(write(3));
  EXPECT_EQ(newest(10), (std::vector<int>{1, 3}));
  EXPECT_EQ(counters.of(Effect::kWriteFailed), 2u);
}

TEST_F(SimStoreTest, OldCopyPutBack_IsWhatItWasThen) {
  for (std::uint64_t seq = 1; seq <= 10; ++seq) write(seq);
  store.restore(500);
  EXPECT_EQ(newest(10), (std::vector<int>{1, 2, 3, 4, 5}));
  store.wipe();
  EXPECT_TRUE(newest(10).empty());
  EXPECT_TRUE(store.note("last").value().empty());
}

}  // namespace
}  // namespace sim
