#include "base/ids.h"

#include <gtest/gtest.h>

namespace base {
namespace {

constexpr PeerId kId{{0x0123456789abcdefULL, 0, 0xffffffffffffffffULL, 1}};
constexpr std::string_view kHex = "0123456789abcdef0000000000000000ffffffffffffffff0000000000000001";

TEST(PeerId, ToHex_WritesMostSignificantFirst) { EXPECT_EQ(to_hex(kId), kHex); }

TEST(PeerId, ShortHex_IsThePrefix) { EXPECT_EQ(short_hex(kId), kHex.substr(0, 8)); }

TEST(PeerId, HexRoundTrip_GivesTheSameId) { EXPECT_EQ(peer_id_from_hex(to_hex(kId)), kId); }

TEST(PeerId, FromHex_WrongLength_Refused) {
  EXPECT_FALSE(peer_id_from_hex(""));
  EXPECT_FALSE(peer_id_from_hex(kHex.substr(1)));
  EXPECT_FALSE(peer_id_from_hex(std::string(kHex) + "0"));
}

TEST(PeerId, FromHex_NotLowerCaseHex_Refused) {
  for (const char wrong : {'A', 'g', ' ', '-', '\0'}) {
    std::string text(kHex);
    text[63] = wrong;
    EXPECT_FALSE(peer_id_from_hex(text)) << "accepted '" << wrong << "'";
  }
}

TEST(PeerId, Order_IsThatOfTheHexDigits) {
  constexpr PeerId kLow{{1, ~0ULL, ~0ULL, ~0ULL}};
  constexpr PeerId kHigh{{2, 0, 0, 0}};
  EXPECT_LT(kLow, kHigh);
  EXPECT_LT(to_hex(kLow), to_hex(kHigh));
}

}  // namespace
}  // namespace base
