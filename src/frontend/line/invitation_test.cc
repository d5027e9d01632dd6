#include "frontend/line/invitation.h"

#include <gtest/gtest.h>

namespace frontend::line {
namespace {

TEST(Invitation, Loopback_FoundLocally_NeedsNoAddress) {
  EXPECT_EQ(invitation({.address = "127.0.0.1:4000", .group = "home"}),
            "Others on this machine join with:  conclave NICK");
}

TEST(Invitation, Loopback_NotFoundLocally_NamesTheAddress) {
  EXPECT_EQ(invitation({.address = "127.0.0.1:4000", .group = "work", .found_locally = false}),
            "Others on this machine join with:  conclave NICK --group work --peer 127.0.0.1:4000");
}

TEST(Invitation, OtherInterfaces_Always_NameTheAddress) {
  EXPECT_EQ(invitation({.address = "10.0.0.7:4000", .group = "home"}),
            "Others join with:  conclave NICK --peer 10.0.0.7:4000");
  EXPECT_EQ(invitation({.address = "0.0.0.0:4000", .group = "home"}),
            "Others join with:  conclave NICK --peer THIS-MACHINE:4000");
  EXPECT_EQ(invitation({.address = "[::]:4000", .group = "home"}),
            "Others join with:  conclave NICK --peer THIS-MACHINE:4000");
}

}  // namespace
}  // namespace frontend::line
