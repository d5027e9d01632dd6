// Who can read a line for one member, and what is left of one that was touched.
#include "wire/sealed.h"

#include <gtest/gtest.h>

namespace wire {
namespace {

const KeyPair kAnn(base::KeySeed{{1}}), kBob(base::KeySeed{{2}}), kCid(base::KeySeed{{3}});
const Envelope kAnnToBob{{{1, 2, 3, 4}}, kAnn.public_key(), kBob.public_key(), 7, 1};

std::string sealed(std::string_view text) { return seal(kAnn, kAnnToBob, text).value_or("not sealed"); }

TEST(Sealed, Text_IsReadByAuthorAndRecipientAlone) {
  EXPECT_EQ(open(kBob, kAnnToBob, sealed("at noon")), "at noon");
  EXPECT_EQ(open(kAnn, kAnnToBob, sealed("at noon")), "at noon");
  EXPECT_EQ(open(kCid, kAnnToBob, sealed("at noon")), std::nullopt);
  EXPECT_EQ(sealed("at noon").find("at noon"), std::string::npos);
}

// Whoever puts the bytes into an entry of its own, or elsewhere in the author's stream, gets nothing shown.
TEST(Sealed, AnotherEntry_DoesNotOpen) {
  const std::string text = sealed("at noon");
  const auto opens = [&](const KeyPair& own, void (*change)(Envelope&)) {
    Envelope other = kAnnToBob;
    change(other);
    return open(own, other, text).has_value();
  };
  EXPECT_TRUE(opens(kBob, [](Envelope&) {}));
  EXPECT_FALSE(opens(kBob, [](Envelope& e) { e.seq = 2; }));
  EXPECT_FALSE(opens(kBob, [](Envelope& e) { e.epoch = 8; }));
  EXPECT_FALSE(opens(kBob, [](Envelope& e) { e.group.words[0] = 9; }));
  EXPECT_FALSE(opens(kBob, [](Envelope& e) { e.author = kCid.public_key(); }));
  EXPECT_FALSE(opens(kCid, [](Envelope& e) { e.recipient = kCid.public_key(); }));
  EXPECT_FALSE(opens(kAnn, [](Envelope& e) { std::swap(e.author, e.recipient); })) << "sent back as another's";
}

TEST(Sealed, AnyByteChangedOrCutOff_DoesNotOpen) {
  const std::string text = sealed("at noon");
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_EQ(open(kBob, kAnnToBob, changed), std::nullopt) << i;
    EXPECT_EQ(open(kBob, kAnnToBob, text.substr(0, i)), std::nullopt) << i;
  }
}

TEST(Sealed, Length_TellsOnlyWhichMultipleOfABlock) {
  EXPECT_EQ(sealed("y").size(), sealed(std::string(kSealedBlock - 1, 'n')).size());
  EXPECT_GT(sealed(std::string(kSealedBlock, 'n')).size(), sealed("y").size());
}

TEST(Sealed, LongestText_IsWithinTheLimitOfATextAndALongerOneIsRefused) {
  const std::string longest(kSealedTextMax, 'x');
  EXPECT_EQ(open(kBob, kAnnToBob, sealed(longest)), longest);
  EXPECT_LE(sealed(longest).size(), 16u * 1024);
  EXPECT_EQ(seal(kAnn, kAnnToBob, longest + "x"), std::nullopt);
}

TEST(Sealed, KeyThatIsNone_IsSealedForNobody) {
  Envelope nobody = kAnnToBob;
  nobody.recipient = {};
  EXPECT_EQ(seal(kAnn, nobody, "at noon"), std::nullopt);
}

}  // namespace
}  // namespace wire
