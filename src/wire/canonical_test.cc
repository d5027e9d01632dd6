// The canonical form of an entry, and the id it gives.
#include "wire/canonical.h"

#include <gtest/gtest.h>

namespace wire {
namespace {

const KeyPair kAnn(base::KeySeed{{1}});

protocol::Entry some_entry() {
  return signed_by(kAnn, {.stream = {.author = {}, .epoch = 3},
                          .seq = 2,
                          .previous = {{1, 2, 3, 4}},
                          .hlc = 300,
                          .said_at = {},
                          .room = {"lobby"},
                          .nick = {"ann"},
                          .text = {"hello"}});
}

TEST(Canonical, Entry_ComesBackWithTheIdOfItsBytes) {
  const auto read = read_canonical(canonical(some_entry()));
  ASSERT_TRUE(std::holds_alternative<protocol::Entry>(read));
  const auto& entry = std::get<protocol::Entry>(read);
  EXPECT_EQ(canonical(entry), canonical(some_entry()));
  EXPECT_EQ(entry.id, id_of(some_entry()));
  EXPECT_EQ(entry.stream.author, peer_id_of(kAnn.public_key()));
  EXPECT_FALSE(entry.proven) << "that takes a look at the signature";
}

// Made once by other implementations over the same bytes (`openssl pkeyutl -sign -rawin`, and Python's
// hashlib): the form is for good.
TEST(Canonical, Id_IsTheHashThatWasPublished) {
  EXPECT_EQ(base::to_hex(id_of(some_entry())),
            "4df1613ca45ac1de77a02dc7a3d9e2600d8b9af9c5b3781a91aea2f807712872");
}

TEST(Canonical, AnyFieldChanged_ChangesTheId) {
  const base::EntryId id = id_of(some_entry());
  auto changed = some_entry();
  changed.text.value = "hellp";
  EXPECT_NE(id_of(changed), id);
  changed = some_entry();
  changed.previous.words[3] ^= 1;
  EXPECT_NE(id_of(changed), id);
  changed = some_entry();
  changed.signature.bytes[0] ^= 1;
  EXPECT_NE(id_of(changed), id);
  changed = some_entry();
  changed.id.words[0] = 1;  // these are no fields of what is hashed
  changed.proven = false;
  EXPECT_EQ(id_of(changed), id);
}

TEST(Canonical, OtherForms_AreRefused) {
  base::Bytes bytes = canonical(some_entry());
  bytes.push_back(0);
  EXPECT_EQ(std::get<Refusal>(read_canonical(bytes)), Refusal::kTrailing);
  bytes.pop_back();
  bytes.pop_back();
  EXPECT_EQ(std::get<Refusal>(read_canonical(bytes)), Refusal::kTruncated);
  bytes = canonical(some_entry());
  bytes.front() = 1;
  EXPECT_EQ(std::get<Refusal>(read_canonical(bytes)), Refusal::kVersion);
}

}  // namespace
}  // namespace wire
