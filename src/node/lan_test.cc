// Peers that find each other on their local network, after all addresses they knew have become wrong.
#include <gtest/gtest.h>

#include "node/testing/virtual_group.h"
#include "node/testing/virtual_lan.h"
#include "node/testing/virtual_store.h"

namespace node {
namespace {

using namespace std::chrono_literals;
using testing::HostId;
using testing::VirtualGroup;
using testing::VirtualLan;
using testing::VirtualStore;

constexpr HostId kNobody = 99;

class Lan : public ::testing::Test {
 protected:
  // Two become members of one group, and both move: host 0 to 10, host 1 to 11.
  void SetUp() override {
    group_.start(0, {.store = &stores_[0]});
    group_.run_for(20ms);
    group_.start(1, {.store = &stores_[1]});
    ASSERT_TRUE(group_.run_until([&] { return group_.identical() && group_.agree_on(0); }));
    group_.run_for(10s);  // for both to have kept where they met
    for (const HostId host : {0, 1}) {
      group_.kill(host);
      const HostId moved = 10 + host;
      group_.start(moved, {.nick = "p" + std::to_string(host),
                           .peers = {kNobody},
                           .store = &stores_[host],
                           .beacon = &lan_.add_host("host-" + std::to_string(moved))});
    }
    group_.run_for(200ms);
  }

  bool together() { return group_.agree_on(10) || group_.agree_on(11); }

  std::map<HostId, VirtualStore> stores_;
  VirtualLan lan_;
  VirtualGroup group_;
};

TEST_F(Lan, BothAtNewAddresses_FindEachOtherByBeacon) {
  EXPECT_TRUE(group_.run_until([&] { return together(); }, 3s));
  group_.say(10, "there you are");
  EXPECT_TRUE(group_.run_until([&] { return group_.identical(); }, 1s));
  EXPECT_EQ(group_.rule_errors(), 0u);
}

TEST_F(Lan, NobodyIsLeftToCall_BeaconsBecomeRare) {
  ASSERT_TRUE(group_.run_until([&] { return together(); }, 3s));
  group_.run_for(5s);
  const std::size_t before = lan_.sent();
  group_.run_for(120s);
  EXPECT_LE(lan_.sent() - before, 12u) << "two peers, each every half minute or so";
}

}  // namespace
}  // namespace node
