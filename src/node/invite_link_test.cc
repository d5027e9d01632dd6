#include "node/invite_link.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>

namespace {

node::Invite some_invite() {
  node::Invite invite;
  invite.addresses = {"192.168.1.20:40213", "[2001:db8::7]:40213"};
  invite.group_name = "friends of the sea";
  invite.group.words = {1, 2, 3, 0xffffffffffffffff};
  invite.inviter.words = {0x8000000000000000, 5, 6, 7};
  for (std::size_t i = 0; i < invite.seed.bytes.size(); ++i)
    invite.seed.bytes[i] = static_cast<std::uint8_t>(17 * i);
  invite.until = base::WallTime(std::chrono::seconds(1795592000));
  return invite;
}

std::string refusal_of(const std::string& link) {
  const auto invite = node::invite_of(link);
  return invite ? "" : invite.error().message;
}

bool says(const std::string& sentence, const std::string& word) {
  return sentence.find(word) != std::string::npos;
}

TEST(InviteLink, Invite_ThereAndBack_IsTheSame) {
  const node::Invite invite = some_invite();
  const auto read = node::invite_of(node::to_link(invite));
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read.value().addresses, invite.addresses);
  EXPECT_EQ(read.value().group_name, invite.group_name);
  EXPECT_EQ(read.value().group, invite.group);
  EXPECT_EQ(read.value().inviter, invite.inviter);
  EXPECT_EQ(read.value().seed, invite.seed);
  EXPECT_EQ(read.value().until, invite.until);
}

TEST(InviteLink, CapitalsBlanksAndHyphens_DoNotMatter) {
  std::string link = node::to_link(some_invite());
  std::ranges::transform(link, link.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  for (std::size_t at = 20; at < link.size(); at += 6) link.insert(at, at % 4 == 0 ? "-" : " \n");
  EXPECT_EQ(refusal_of("  " + link + "\n"), "");
}

TEST(InviteLink, EveryCharacterMistyped_IsNoticed) {
  const std::string link = node::to_link(some_invite());
  for (std::size_t at = node::kLinkPrefix.size(); at + 1 < link.size(); ++at) {
    std::string mistyped = link;
    mistyped[at] = mistyped[at] == 'a' ? 'b' : 'a';
    EXPECT_FALSE(refusal_of(mistyped).empty()) << at;
  }
  EXPECT_TRUE(says(refusal_of(link + "zz"), "mistyped"));
  EXPECT_TRUE(says(refusal_of("conclave:ab!c"), "mistyped"));
  EXPECT_TRUE(says(refusal_of("conclave:" + std::string(5000, 'a')), "mistyped"));
}

TEST(InviteLink, CutOffAnywhere_IsCalledThat) {
  const std::string link = node::to_link(some_invite());
  for (std::size_t size = node::kLinkPrefix.size(); size + 1 < link.size(); ++size) {
    EXPECT_TRUE(says(refusal_of(link.substr(0, size)), "cut off")) << size;
  }
}

TEST(InviteLink, SomethingElse_IsNoInvite) {
  for (const char* text : {"", "hello", "conclave", "http://conclave:80"})
    EXPECT_TRUE(says(refusal_of(text), "no invite"));
}

// One that version 2 might make: its version byte, then nothing this version understands, then the checksum.
TEST(InviteLink, OfANewerVersion_IsCalledThat) {
  EXPECT_TRUE(says(refusal_of("conclave:081g81gr8"), "mistyped"));
  EXPECT_TRUE(says(refusal_of("conclave:080g4hendvp0"), "newer")) << refusal_of("conclave:080g4hendvp0");
}

TEST(InviteLink, ManyAddresses_TheFirstOnesAreKept) {
  node::Invite invite = some_invite();
  invite.addresses.clear();
  for (int i = 1; i <= 9; ++i) invite.addresses.push_back("10.0.0." + std::to_string(i) + ":1");
  invite.addresses[0] = "no address";
  const auto read = node::invite_of(node::to_link(invite));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read.value().addresses, (std::vector<std::string>{"10.0.0.2:1", "10.0.0.3:1", "10.0.0.4:1",
                                                              "10.0.0.5:1", "10.0.0.6:1", "10.0.0.7:1"}));
}

}  // namespace
