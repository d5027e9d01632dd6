// The canonical form of an entry, and the id it gives.
#include "wire/canonical.h"

#include <gtest/gtest.h>

namespace wire {
namespace {

protocol::Entry some_entry() {
  return {.stream = {{{7, 8, 9, 10}}, 3}, .seq = 2, .previous = {{1, 2, 3, 4}}, .hlc = 300, .said_at = {},
          .room = {"lobby"}, .nick = {"ann"}, .text = {"hello"}};
}

TEST(Canonical, Entry_ComesBackWithTheIdOfItsBytes) {
  const auto read = read_canonical(canonical(some_entry()));
  ASSERT_TRUE(std::holds_alternative<protocol::Entry>(read));
  const auto& entry = std::get<protocol::Entry>(read);
  EXPECT_EQ(canonical(entry), canonical(some_entry()));
  EXPECT_EQ(entry.id, id_of(some_entry()));
  EXPECT_NE(entry.id, base::EntryId{});
}

// Made once by another implementation of BLAKE2b (Python's hashlib) over the same bytes: the form is for good.
TEST(Canonical, Id_IsTheHashThatWasPublished) {
  EXPECT_EQ(base::to_hex(id_of(some_entry())),
            "335b11f0dcdbb73750d4d3f86386d79ce1d3d7c5bef2f176b735cf08b567ed59");
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
  changed.id.words[0] = 1;  // no field of what is hashed
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
  bytes.front() = 2;
  EXPECT_EQ(std::get<Refusal>(read_canonical(bytes)), Refusal::kVersion);
}

}  // namespace
}  // namespace wire
