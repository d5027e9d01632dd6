// Who is told of whom: MONITOR and WHOWAS.
#include <gtest/gtest.h>

#include "frontend/irc/gateway_fixture.h"

namespace frontend::irc {
namespace {

TEST_F(IrcGateway, Monitor_TellsWhoComesAndGoes) {
  ready();
  const auto ada = enter("ada");
  told(ada);
  clients.type(ada, "MONITOR + bob,Zoe,:bad");
  const std::string first = told(ada);
  EXPECT_HAS(first, " 731 ada bob");
  EXPECT_HAS(first, " 731 ada Zoe");
  EXPECT_HAS_NOT(first, "bad");
  const auto bob = enter("Bob");
  EXPECT_HAS(told(ada), " 730 ada Bob!~Bob@aaaaaaaa.conclave");
  remote_user("u0", "zoe", {"den"});
  EXPECT_HAS(told(ada), " 730 ada zoe!");
  clients.type(bob, "NICK rob");
  EXPECT_HAS(told(ada), " 731 ada Bob");
  clients.type(ada, "MONITOR L");
  const std::string list = told(ada);
  EXPECT_HAS(list, " 732 ada bob");
  EXPECT_HAS(list, " 732 ada Zoe");
  EXPECT_HAS(list, " 733 ");
  clients.type(ada, "MONITOR - zoe");
  gateway.event(node::Setting{.node = kOther, .name = "u0", .value = "-", .at = ++at});
  EXPECT_EQ(told(ada), "");
  clients.type(ada, "MONITOR C");
  clients.type(ada, "MONITOR S");
  EXPECT_EQ(told(ada), "");
}

TEST_F(IrcGateway, MonitorWithoutEnd_IsFullAtAHundred) {
  ready();
  const auto ada = enter("ada");
  for (int i = 0; i < 100; ++i) clients.type(ada, "MONITOR + n" + std::to_string(i));
  clock.instant += 60s;
  turn();
  told(ada);
  clients.type(ada, "MONITOR + one,two");
  clock.instant += 60s;
  turn();
  EXPECT_HAS(told(ada), " 734 ada 100 one,two :");
}

TEST_F(IrcGateway, ExtendedMonitor_TellsWhatChangesOfWhoIsNowhereNear) {
  ready();
  const auto ada = enter("ada", "extended-monitor away-notify setname"), eve = enter("eve", "away-notify setname"), bob = enter("bob");
  for (const auto client : {ada, eve}) {
    clients.type(client, "MONITOR + bob");
    told(client);
  }
  clients.type(bob, "AWAY :tea");
  clients.type(bob, "SETNAME :Robert");
  EXPECT_EQ(told(ada), ":bob!~bob@aaaaaaaa.conclave AWAY tea\r\n:bob!~bob@aaaaaaaa.conclave SETNAME Robert\r\n");
  EXPECT_EQ(told(eve), "") << "who asked whether it is here alone";
}

TEST_F(IrcGateway, WhoWentLately_IsKnownToWhowas) {
  ready();
  const auto ada = enter("ada"), bob = enter("bob");
  clients.type(bob, "QUIT :bye");
  clients.drop(bob, "Client quit");
  told(ada);
  clients.type(ada, "WHOWAS BOB");
  const std::string was = told(ada);
  EXPECT_HAS(was, " 314 ada bob ~bob aaaaaaaa.conclave * :Real bob");
  EXPECT_HAS(was, " 369 ada BOB ");
  clients.type(ada, "WHOWAS b?b");
  EXPECT_HAS(told(ada), " 314 ada bob ") << "a mask";
  clients.type(ada, "WHOWAS nobody");
  EXPECT_HAS(told(ada), " 406 ada nobody ");
}

}  // namespace
}  // namespace frontend::irc
