#include "node/address.h"

#include <gtest/gtest.h>

namespace node {
namespace {

TEST(Reachable, ListeningAtAllAddresses_TakesTheHostItIsKnownBy) {
  EXPECT_EQ(reachable("0.0.0.0:9000", "192.168.1.5:51234"), "192.168.1.5:9000");
  EXPECT_EQ(reachable("[::]:9000", "[fe80::1]:51234"), "[fe80::1]:9000");
}

TEST(Reachable, Here_IsTheMachineItself) {
  EXPECT_EQ(reachable_here("0.0.0.0:9000"), "127.0.0.1:9000");
  EXPECT_EQ(reachable_here("[::]:9000"), "[::1]:9000");
  EXPECT_EQ(reachable_here("192.168.1.5:9000"), "192.168.1.5:9000");
}

TEST(Reachable, OneAddress_StaysAsItIs) {
  EXPECT_EQ(reachable("127.0.0.1:9000", "192.168.1.5:51234"), "127.0.0.1:9000");
  EXPECT_EQ(reachable("", "192.168.1.5:51234"), "");
}

}  // namespace
}  // namespace node
