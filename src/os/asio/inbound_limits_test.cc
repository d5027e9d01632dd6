#include "os/asio/inbound_limits.h"

#include <gtest/gtest.h>

#include <vector>

namespace {

using Refusal = os::InboundLimits::Refusal;

boost::asio::ip::address address(const char* text) { return boost::asio::ip::make_address(text); }

const auto kOne = address("192.0.2.1");
const auto kOther = address("192.0.2.2");

TEST(InboundLimits, SilentOfOneAddress_LeaveRoomForOthers) {
  os::InboundLimits limits({.links_max = 10, .silent_max = 10, .silent_per_address_max = 2});
  const auto first = limits.admit(kOne);
  const auto second = limits.admit(kOne);
  EXPECT_EQ(limits.check(kOne), Refusal::kSilentPerAddress);
  EXPECT_EQ(limits.check(kOther), Refusal::kNone);
}

TEST(InboundLimits, SpeakingLink_IsSilentNoLonger) {
  os::InboundLimits limits({.links_max = 10, .silent_max = 1, .silent_per_address_max = 1});
  auto slot = limits.admit(kOne);
  EXPECT_EQ(limits.check(kOther), Refusal::kSilentFull);
  slot.heard_frame();
  slot.heard_frame();
  EXPECT_EQ(limits.check(kOne), Refusal::kNone);
}

TEST(InboundLimits, SpeakingLinks_StillCountInAll) {
  os::InboundLimits limits({.links_max = 1, .silent_max = 9, .silent_per_address_max = 9});
  auto slot = limits.admit(kOne);
  slot.heard_frame();
  EXPECT_EQ(limits.check(kOther), Refusal::kFull);
}

TEST(InboundLimits, GivenBackSlots_AreFreeAgain) {
  os::InboundLimits limits({.links_max = 1, .silent_max = 1, .silent_per_address_max = 1});
  for (int i = 0; i < 3; ++i) {
    ASSERT_EQ(limits.check(kOne), Refusal::kNone);
    auto slot = limits.admit(kOne);
    const auto moved = std::move(slot);
    ASSERT_EQ(limits.check(kOne), Refusal::kFull);
  }
}

TEST(InboundLimits, Ipv6Addresses_CountByTheirNetwork) {
  os::InboundLimits limits({.links_max = 10, .silent_max = 10, .silent_per_address_max = 1});
  const auto slot = limits.admit(address("2001:db8:1:2::1"));
  EXPECT_EQ(limits.check(address("2001:db8:1:2:ffff::9")), Refusal::kSilentPerAddress);
  EXPECT_EQ(limits.check(address("2001:db8:1:3::1")), Refusal::kNone);
}

TEST(InboundLimits, Ipv4InIpv6_CountsAsIpv4) {
  os::InboundLimits limits({.links_max = 10, .silent_max = 10, .silent_per_address_max = 1});
  const auto slot = limits.admit(kOne);
  EXPECT_EQ(limits.check(address("::ffff:192.0.2.1")), Refusal::kSilentPerAddress);
}

}  // namespace
