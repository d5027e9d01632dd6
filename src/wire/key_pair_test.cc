// Keys against the vectors of RFC 8032, section 7.1.
#include "wire/key_pair.h"

#include <gtest/gtest.h>

#include <string>

namespace wire {
namespace {

template <class Octets>
Octets octets(const std::string& hex) {
  Octets made;
  for (std::size_t i = 0; i < made.bytes.size(); ++i) {
    made.bytes[i] = static_cast<std::uint8_t>(std::stoi(hex.substr(2 * i, 2), nullptr, 16));
  }
  return made;
}

const base::KeySeed kSeed =
    octets<base::KeySeed>("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
const base::Bytes kMessage = {0x72};
const char* const kKey = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
const char* const kSigned =
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

TEST(KeyPair, SeedOfTheStandard_GivesItsKeyAndItsSignature) {
  const KeyPair pair(kSeed);
  EXPECT_EQ(pair.public_key(), octets<base::PublicKey>(kKey));
  EXPECT_EQ(pair.sign(kMessage), octets<base::Signature>(kSigned));
}

TEST(KeyPair, Signature_HoldsForItsBytesAndKeyAlone) {
  const KeyPair pair(kSeed), other(base::KeySeed{});
  const base::Signature signature = pair.sign(kMessage);
  EXPECT_TRUE(verify(pair.public_key(), kMessage, signature));
  EXPECT_FALSE(verify(other.public_key(), kMessage, signature));
  EXPECT_FALSE(verify(pair.public_key(), base::Bytes{0x73}, signature));
  EXPECT_FALSE(verify(pair.public_key(), base::Bytes{0x72, 0x72}, signature));
  for (std::size_t i = 0; i < signature.bytes.size(); ++i) {
    base::Signature changed = signature;
    changed.bytes[i] ^= 1;
    EXPECT_FALSE(verify(pair.public_key(), kMessage, changed)) << "byte " << i;
  }
}

// Keys with which anybody's signature would hold for anything are no keys.
TEST(KeyPair, KeyOfSmallOrder_SignsNothing) {
  base::PublicKey neutral;
  neutral.bytes[0] = 1;
  base::Signature signature;
  signature.bytes[0] = 1;
  EXPECT_FALSE(verify(neutral, kMessage, signature));
}

// printf the key | xxd -r -p | sha256sum
TEST(KeyPair, PeerId_IsTheSha256OfTheKey) {
  const auto key =
      octets<base::PublicKey>("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_EQ(base::to_hex(peer_id_of(key)),
            "21fe31dfa154a261626bf854046fd2271b7bed4b6abe45aa58877ef47f9721b9");
}

}  // namespace
}  // namespace wire
