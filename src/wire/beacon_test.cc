#include "wire/beacon.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace {

constexpr base::GroupId kGroup{{1, 2, 3, 4}};
constexpr base::GroupId kAnother{{1, 2, 3, 5}};

base::Bytes example(std::uint64_t salt = 7) { return wire::encode({salt, 4000}, kGroup); }

TEST(Beacon, OfOurGroup_IsRead) {
  EXPECT_EQ(wire::decode_beacon(example(), kGroup), (wire::Beacon{7, 4000}));
  EXPECT_EQ(example().size(), wire::kBeaconBytes);
}

TEST(Beacon, OfAnotherGroup_IsNone) { EXPECT_FALSE(wire::decode_beacon(example(), kAnother)); }

TEST(Beacon, AnyBitChanged_IsNone) {
  for (std::size_t bit = 0; bit < wire::kBeaconBytes * 8; ++bit) {
    base::Bytes changed = example();
    changed[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
    EXPECT_FALSE(wire::decode_beacon(changed, kGroup)) << bit;
  }
}

TEST(Beacon, AnotherLength_IsNone) {
  for (std::size_t size = 0; size <= 64; ++size) {
    base::Bytes changed = example();
    changed.resize(size);
    EXPECT_EQ(wire::decode_beacon(changed, kGroup).has_value(), size == wire::kBeaconBytes) << size;
  }
}

TEST(Beacon, PortZero_IsNone) { EXPECT_FALSE(wire::decode_beacon(wire::encode({7, 0}, kGroup), kGroup)); }

// Neither the port nor anything else stays the same for an onlooker to know a peer by.
TEST(Beacon, AnotherSalt_ChangesAllButTheVersion) {
  const base::Bytes one = example(0x0101010101010101), other = example(0x0202020202020202);
  EXPECT_EQ(one.front(), other.front());
  EXPECT_FALSE(std::equal(one.begin() + 9, one.begin() + 11, other.begin() + 9)) << "the port";
  EXPECT_FALSE(std::equal(one.begin() + 11, one.end(), other.begin() + 11)) << "the tag";
  const base::Bytes of_another_group = wire::encode({0x0101010101010101, 4000}, kAnother);
  EXPECT_FALSE(std::equal(one.begin() + 9, one.end(), of_another_group.begin() + 9));
}

}  // namespace
