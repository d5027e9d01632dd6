// Who a peer is across its runs.
#include "node/identity.h"

#include <gtest/gtest.h>

#include "node/testing/virtual_group.h"
#include "node/testing/virtual_store.h"
#include "wire/key_pair.h"

namespace node {
namespace {

using namespace std::chrono_literals;
using testing::VirtualRandom;
using testing::VirtualStore;

constexpr base::WallTime kNoon = base::WallTime(std::chrono::hours(12));

TEST(Identity, FirstStart_IdIsTheHashOfTheKeyAndBothAreOnDisk) {
  VirtualStore stored;
  VirtualRandom random(1);
  const auto first = recall_identity(stored, "home", kNoon, random);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first.value().id, wire::peer_id_of(wire::KeyPair(first.value().seed).public_key()));
  stored.lose_power();
  EXPECT_EQ(wire::peer_id_of(recall_owner(stored).value().keys.public_key()), first.value().id);
  const auto second = recall_identity(stored, "home", kNoon, random);
  EXPECT_EQ(second.value().seed, first.value().seed);
}

TEST(Identity, TwoFirstStarts_AreTwoPeers) {
  VirtualStore one, other;
  VirtualRandom random(1);
  EXPECT_NE(recall_identity(one, "home", kNoon, random).value().id,
            recall_identity(other, "home", kNoon, random).value().id);
}

TEST(Identity, DiskThatFails_GivesNoKeyToUse) {
  VirtualStore stored;
  VirtualRandom random(1);
  stored.fail(true);
  EXPECT_FALSE(recall_identity(stored, "home", kNoon, random).ok());
}

TEST(Identity, StoreFromBeforeKeys_IsRefusedWithWhatToDo) {
  VirtualStore stored;
  VirtualRandom random(1);
  env::Changes changes;
  changes.notes = {
      {"peer", base::Bytes(32, 7)}, {"group", {'h', 'o', 'm', 'e'}}, {"epoch", base::Bytes(8, 1)}};
  ASSERT_TRUE(stored.commit(changes, env::Durability::kOnDisk).ok());
  const auto identity = recall_identity(stored, "home", kNoon, random);
  ASSERT_FALSE(identity.ok());
  EXPECT_NE(identity.error().message.find("before peers had keys"), std::string::npos);
  EXPECT_NE(identity.error().message.find("--data"), std::string::npos);
}

TEST(Identity, EachStart_HasALaterEpochWhateverTheClockSays) {
  VirtualStore stored;
  VirtualRandom random(1);
  const auto first = recall_identity(stored, "home", kNoon, random);
  const auto second = recall_identity(stored, "home", kNoon - 5h, random);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first.value().id, second.value().id);
  EXPECT_GT(second.value().epoch, first.value().epoch);
  EXPECT_LE(second.value().epoch, protocol::kIntegerMax);
}

TEST(Identity, TwoStartsFromOneCopy_HaveTheirEpochsApart) {
  VirtualStore stored;
  VirtualRandom random(1);
  ASSERT_TRUE(recall_identity(stored, "home", kNoon, random).ok());
  VirtualStore copy = stored;
  const auto one = recall_identity(stored, "home", kNoon, random);
  const auto other = recall_identity(copy, "home", kNoon, random);
  EXPECT_NE(one.value().epoch, other.value().epoch);
}

TEST(Identity, NotesThatMakeNoSense_AreAnErrorForPeople) {
  for (const char* name : {kSeedNote, kEpochNote}) {
    VirtualStore stored;
    VirtualRandom random(1);
    ASSERT_TRUE(recall_identity(stored, "home", kNoon, random).ok());
    env::Changes changes;
    changes.notes = {{name, {1, 2, 3}}};
    ASSERT_TRUE(stored.commit(changes, env::Durability::kOnDisk).ok());
    const auto identity = recall_identity(stored, "home", kNoon, random);
    ASSERT_FALSE(identity.ok());
    EXPECT_NE(identity.error().message.find("damaged"), std::string::npos);
  }
}

}  // namespace
}  // namespace node
