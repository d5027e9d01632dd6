// The canonical form of an entry, and the id it gives.
#include "wire/canonical.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace wire {
namespace {

const KeyPair kAnn(base::KeySeed{{1}});
const base::GroupId kGroup{{11, 12, 13, 14}};

protocol::Entry some_entry() {
  return signed_by(kAnn, kGroup, {.stream = {.author = {}, .epoch = 3},
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
            "a06784d708b546692fcecc763ac5a30a8f1d1c638d150466eb6709e6d56191d3");
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

TEST(Canonical, SameLineInAnotherGroup_IsAnotherEntry) {
  protocol::Entry elsewhere = some_entry();
  elsewhere = signed_by(kAnn, {{11, 12, 13, 15}}, elsewhere);
  EXPECT_NE(elsewhere.signature, some_entry().signature);
  EXPECT_NE(elsewhere.id, some_entry().id);
  EXPECT_FALSE(verify(elsewhere.key, signed_part(kGroup, elsewhere), elsewhere.signature));
}

protocol::Entry some_direct_entry() {
  protocol::Entry entry = some_entry();
  entry.to = {{21, 22, 23, 24}};
  entry.room.value.clear();
  entry.text.value = "\xff\xfe\x80 sealed";
  return signed_by(kAnn, kGroup, entry);
}

TEST(Canonical, EntryForOneMember_NamesItInsteadOfARoomAndHoldsAnyBytes) {
  const auto read = read_canonical(canonical(some_direct_entry()));
  ASSERT_TRUE(std::holds_alternative<protocol::Entry>(read));
  const auto& entry = std::get<protocol::Entry>(read);
  EXPECT_EQ(entry.to, (base::PeerId{{21, 22, 23, 24}}));
  EXPECT_EQ(entry.room.value, "");
  EXPECT_EQ(entry.text.value, some_direct_entry().text.value);
  EXPECT_EQ(entry.id, some_direct_entry().id);
}

TEST(Canonical, EntryForOneMember_RecipientIsSigned) {
  protocol::Entry changed = some_direct_entry();
  changed.to.words[3] ^= 1;
  EXPECT_FALSE(verify(changed.key, signed_part(kGroup, changed), changed.signature));
}

// Where the byte for room or member is, in both entries above.
constexpr std::size_t kForAt = 1 + 32 + 1 + 1 + 32 + 2 + 1;

TEST(Canonical, RoomOrMember_HasOneForm) {
  base::Bytes bytes = canonical(some_direct_entry());
  ASSERT_EQ(bytes[kForAt], 1);
  std::fill_n(bytes.begin() + kForAt + 1, 32, std::uint8_t{0});
  EXPECT_EQ(std::get<Refusal>(read_canonical(bytes)), Refusal::kNotCanonical) << "for nobody";
  bytes[kForAt] = 2;
  EXPECT_EQ(std::get<Refusal>(read_canonical(bytes)), Refusal::kLimit);
  protocol::Entry binary = some_entry();
  binary.text = some_direct_entry().text;
  EXPECT_EQ(std::get<Refusal>(read_canonical(canonical(binary))), Refusal::kText) << "in a room it is UTF-8";
}

TEST(Canonical, OtherForms_AreRefused) {
  base::Bytes bytes = canonical(some_entry());
  bytes.push_back(0);
  EXPECT_EQ(std::get<Refusal>(read_canonical(bytes)), Refusal::kTrailing);
  bytes.pop_back();
  bytes.pop_back();
  EXPECT_EQ(std::get<Refusal>(read_canonical(bytes)), Refusal::kTruncated);
  bytes = canonical(some_entry());
  bytes.front() = 2;
  EXPECT_EQ(std::get<Refusal>(read_canonical(bytes)), Refusal::kVersion);
}

}  // namespace
}  // namespace wire
