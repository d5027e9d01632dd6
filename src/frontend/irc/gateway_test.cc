// The gateway as clients see it: lines in, lines out.
#include "frontend/irc/gateway.h"

#include <gtest/gtest.h>

#include "frontend/irc/gateway_fixture.h"

namespace frontend::irc {
namespace {

TEST_F(IrcGateway, NickAndUser_AreWelcomed) {
  ready();
  const std::string text = told(enter("ann"));
  for (const char* number : {" 001 ann ", " 002 ", " 003 ", " 004 ", " 005 ", " 251 ", " 375 ", " 376 "}) EXPECT_HAS(text, number);
  EXPECT_HAS(text, "ann!~ann@aaaaaaaa.conclave");
  turn();
}

TEST_F(IrcGateway, BeforeThePeerIsReady_ClientsWait) {
  const env::ClientId client = enter("ann");
  EXPECT_EQ(told(client), "");
  ready();
  turn();
  EXPECT_HAS(told(client), " 001 ann ");
}

TEST_F(IrcGateway, BeforeRegistration_OnlyThatIsUnderstood) {
  ready();
  const env::ClientId client = clients.connect();
  clients.type(client, "JOIN :");
  EXPECT_HAS(told(client), " 451 * ");
  clients.type(client, "CAP LS 302");
  EXPECT_HAS(told(client), "CAP * LS :");
  clients.type(client, "CAP REQ :server-time nonsense");
  EXPECT_HAS(told(client), "CAP * NAK :server-time nonsense");
  clients.type(client, "NICK 1up");
  EXPECT_HAS(told(client), " 432 ");
  clients.type(client, "NICK olga");
  EXPECT_HAS(told(client), " 433 ");
}

TEST_F(IrcGateway, TwoClientsInARoom_HearEachOther) {
  ready();
  const auto ann = enter("ann"), ben = enter("ben");
  clients.type(ann, "JOIN #den");
  clients.type(ben, "JOIN #den");
  turn();
  EXPECT_HAS(told(ann), ":ben!~ben@aaaaaaaa.conclave JOIN #den\r\n");
  EXPECT_HAS(told(ben), " 353 ben = #den :");
  clients.type(ann, "PRIVMSG #den :hello there");
  ASSERT_EQ(session.sayings.size(), 1u);
  EXPECT_EQ(session.sayings[0].as, "ann");
  EXPECT_EQ(session.sayings[0].room, "den");
  echo();
  EXPECT_EQ(told(ben), ":ann!~ann@aaaaaaaa.conclave PRIVMSG #den :hello there\r\n");
  EXPECT_EQ(told(ann), "");  // without echo-message
}

TEST_F(IrcGateway, MakerOfARoom_HasASayInIt) {
  ready();
  const auto ann = enter("ann"), ben = enter("ben");
  clients.type(ann, "JOIN #den");
  turn();
  clients.type(ben, "JOIN #den");
  turn();
  EXPECT_HAS(told(ben), "@ann");
  told(ann);
  clients.type(ben, "TOPIC #den :mine");
  EXPECT_HAS(told(ben), " 482 ");
  clients.type(ann, "TOPIC #den :a quiet place");
  turn();
  EXPECT_HAS(told(ben), ":ann!~ann@aaaaaaaa.conclave TOPIC #den :a quiet place\r\n");
  clients.type(ann, "MODE #den +v ben");
  turn();
  EXPECT_HAS(told(ben), "MODE #den +v ben");
  clients.type(ann, "KICK #den ben :out");
  turn();
  EXPECT_HAS(told(ben), ":ann!~ann@aaaaaaaa.conclave KICK #den ben out\r\n");
  clients.type(ben, "PRIVMSG #den :still here?");
  EXPECT_HAS(told(ben), " 404 ");
  EXPECT_TRUE(session.sayings.empty());
}

TEST_F(IrcGateway, OperatorByAnotherNick_IsOneStill) {
  ready();
  const auto ann = enter("ann");
  clients.type(ann, "JOIN #den");
  turn();
  clients.type(ann, "NICK anna");
  turn();
  told(ann);
  clients.type(ann, "NAMES #den");
  EXPECT_HAS(told(ann), "@anna");
}

TEST_F(IrcGateway, RoomsWithoutEnd_AreListedUpToALimit) {
  ready();
  for (std::size_t i = 0; i < 2 * Directory::kRoomsMax; ++i) gateway.event(said("olga", "x", "room" + std::to_string(i)));
  const auto ann = enter("ann");
  told(ann);
  clients.type(ann, "LUSERS");
  EXPECT_HAS(told(ann), " 254 ann " + std::to_string(Directory::kRoomsMax) + " ");
  clients.type(ann, "JOIN #another");
  EXPECT_HAS(told(ann), "JOIN #another");
}

TEST_F(IrcGateway, RoomBeyondTheLimit_IsOneForWhoIsInIt) {
  ready();
  for (std::size_t room = 0; room < Directory::kRoomsMax; ++room) gateway.event(said("olga", "hi", "room" + std::to_string(room)));
  const auto ann = enter("ann");
  clients.type(ann, "JOIN #late");
  turn();
  told(ann);
  clients.type(ann, "MODE #late");
  EXPECT_HAS(told(ann), " 324 ann #late +nt\r\n");
  clients.type(ann, "PART #late");
  EXPECT_HAS(told(ann), "PART #late");
  clients.type(ann, "PART #late");
  EXPECT_HAS(told(ann), " 403 ");
}

TEST_F(IrcGateway, UsersOfOtherPeers_ComeTalkAndGo) {
  ready();
  const auto ann = enter("ann");
  clients.type(ann, "JOIN #den");
  turn();
  told(ann);
  remote_user("u0", "rob", {"den"});
  EXPECT_EQ(told(ann), ":rob!~user@bbbbbbbb.conclave JOIN #den\r\n");
  gateway.event(said("rob", "hi", "den"));
  EXPECT_EQ(told(ann), ":rob!~user@bbbbbbbb.conclave PRIVMSG #den hi\r\n");
  remote_user("u0", "robert", {"den"});
  EXPECT_EQ(told(ann), ":rob!~user@bbbbbbbb.conclave NICK robert\r\n");
  gateway.event(node::Setting{.node = kOther, .name = "u0", .value = "- Quit: bye", .at = ++at});
  EXPECT_EQ(told(ann), ":robert!~user@bbbbbbbb.conclave QUIT :Quit: bye\r\n");
}

TEST_F(IrcGateway, PeerThatIsCutOff_ItsUsersStay) {
  ready();
  const auto ann = enter("ann");
  clients.type(ann, "JOIN #den");
  remote_user("u0", "rob", {"den"});
  turn();
  told(ann);
  gateway.event(node::MemberChanged{node::Change::kDown, kOther, "olga"});
  clock.instant += 60s;
  turn();
  EXPECT_HAS_NOT(told(ann), "QUIT");
  gateway.event(node::MemberChanged{node::Change::kUp, kOther, "olga"});
  EXPECT_HAS_NOT(told(ann), "JOIN");
  gateway.event(node::MemberChanged{node::Change::kLeft, kOther, "olga"});
  EXPECT_HAS(told(ann), ":rob!~user@bbbbbbbb.conclave QUIT left");
}

TEST_F(IrcGateway, UserWhosePeerDied_ComesBackAtAnother) {
  ready();
  const auto ann = enter("ann");
  clients.type(ann, "JOIN #den");
  remote_user("u0", "rob", {"den"});
  turn();
  EXPECT_HAS(told(enter("rob")), " 433 ");
  gateway.event(node::MemberChanged{node::Change::kDown, kOther, "olga"});
  told(ann);
  const auto rob = enter("rob");
  EXPECT_HAS(told(rob), "JOIN #den");
  EXPECT_HAS_NOT(told(ann), "QUIT");
  EXPECT_HAS_NOT(told(ann), "JOIN");
}

TEST_F(IrcGateway, OneNickTwice_TheLaterOneIsRenamedAndTold) {
  ready();
  const auto ann = enter("ann");
  told(ann);
  remote_user("u0", "ann", {});
  const std::string text = told(ann);
  EXPECT_HAS(text, "NOTICE ann");
  EXPECT_HAS(text, ":ann!~ann@aaaaaaaa.conclave NICK ann-aaaa\r\n");
}

TEST_F(IrcGateway, PrivateLines_ReachTheUserOfTheirPeer) {
  ready();
  const auto ann = enter("ann"), ben = enter("ben");
  remote_user("u0", "rob", {});
  told(ann);
  clients.type(ann, "PRIVMSG rob :psst");
  ASSERT_EQ(session.sayings.size(), 1u);
  EXPECT_EQ(session.sayings[0].node, kOther);
  EXPECT_EQ(session.sayings[0].to_user, "rob");
  session.sayings.clear();
  node::Message answer = said("rob", "what?", "");
  answer.to = kSelf;
  answer.to_user = "ann";
  gateway.event(answer);
  EXPECT_EQ(told(ann), ":rob!~user@bbbbbbbb.conclave PRIVMSG ann what?\r\n");
  EXPECT_HAS_NOT(told(ben), "what?");
  clients.type(ann, "PRIVMSG nobody :here");
  EXPECT_HAS(told(ann), " 401 ");
  clients.type(ann, "NOTICE nobody :here");
  EXPECT_EQ(told(ann), "");
}

TEST_F(IrcGateway, PrivateLines_BetweenClientsOfOnePeer_AreOnTheLogAsWell) {
  ready();
  const auto ada = enter("ada", "echo-message"), bob = enter("bob"), eve = enter("eve");
  turn();
  for (const auto client : {ada, bob, eve}) told(client);
  clients.type(ada, "PRIVMSG bob :just you");
  ASSERT_EQ(session.sayings.size(), 1U);
  EXPECT_EQ(session.sayings.front().node, kSelf);
  EXPECT_EQ(session.sayings.front().to_user, "bob");
  echo();
  EXPECT_HAS(told(bob), ":ada!~ada@aaaaaaaa.conclave PRIVMSG bob :just you");
  EXPECT_HAS(told(ada), "PRIVMSG bob :just you");
  EXPECT_EQ(told(eve), "");
  clients.type(ada, "PRIVMSG ada :note to self");
  echo();
  const std::string own = told(ada);
  EXPECT_EQ(own.find("note to self"), own.rfind("note to self") - own.find("\n") - 1) << "once as sent, once as read: " << own;
}

TEST_F(IrcGateway, History_IsPushedOnJoinAndAskedFor) {
  ready();
  for (int i = 0; i < 5; ++i) session.log.push_back(said("olga", "line " + std::to_string(i)));
  const auto ann = enter("ann", "batch server-time message-tags draft/chathistory");
  told(ann);
  clients.type(ann, "JOIN #lobby");
  const std::string text = told(ann);
  EXPECT_HAS(text, "BATCH +h1 chathistory #lobby");
  EXPECT_HAS(text, "batch=h1;time=2025-11-23T05:18:35.000Z;msgid=r1 :olga!~user@bbbbbbbb.conclave PRIVMSG #lobby :line 0");
  clients.type(ann, "CHATHISTORY BEFORE #lobby msgid=r4 2");
  const std::string before = told(ann);
  EXPECT_HAS(before, "line 1");
  EXPECT_HAS(before, "line 2");
  EXPECT_HAS_NOT(before, "line 0");
  EXPECT_HAS_NOT(before, "line 3");
  clients.type(ann, "CHATHISTORY LATEST #lobby msgid=r4 10");
  EXPECT_HAS(told(ann), "line 4");
  clients.type(ann, "CHATHISTORY LATEST #lobby nonsense 10");
  EXPECT_HAS(told(ann), "CHATHISTORY");
}

TEST_F(IrcGateway, WhatWasMissed_ComesOnceAndInOrder) {
  ready();
  auto ann = enter("ann");
  clients.type(ann, "JOIN #lobby");
  gateway.event(said("olga", "before"));
  clients.drop(ann, "connection lost");
  gateway.event(said("olga", "meanwhile 1"));
  gateway.event(said("olga", "meanwhile 2"));
  ann = enter("ann");
  told(ann);
  clients.type(ann, "JOIN #lobby");
  const std::string text = told(ann);
  EXPECT_HAS_NOT(text, "before");
  EXPECT_LT(text.find("meanwhile 1"), text.find("meanwhile 2"));
  gateway.event(said("olga", "after"));
  EXPECT_HAS(told(ann), "after");
}

TEST_F(IrcGateway, PeerThatStartsAgain_ItsUsersNeverLeft) {
  User user;
  user.nick = "ann";
  user.rooms = {"den"};
  user.since = clock.wall_time - 1h;
  session.others_settings = {{.node = kSelf, .name = "u0", .value = to_json(user), .at = ++at}};
  ready();
  const auto ben = enter("ben");
  clients.type(ben, "JOIN #den");
  EXPECT_HAS(told(ben), "ann");
  gateway.event(said("olga", "while ann was away", "den"));
  told(ben);
  const auto ann = enter("ann");
  EXPECT_EQ(told(ben), "");
  const std::string text = told(ann);
  EXPECT_HAS(text, "JOIN #den");
  EXPECT_HAS(text, "while ann was away");
}

TEST_F(IrcGateway, FormerUserWhoDoesNotComeBack_IsSaidToBeGone) {
  User user;
  user.nick = "ann";
  user.rooms = {"den"};
  session.others_settings = {{.node = kSelf, .name = "u0", .value = to_json(user), .at = ++at}};
  ready();
  const auto ben = enter("ben");
  clients.type(ben, "JOIN #den");
  told(ben);
  clock.instant += 3min;
  clients.type(ben, "PING x");
  gateway.step();
  EXPECT_HAS(told(ben), ":ann!~user@aaaaaaaa.conclave QUIT");
  EXPECT_EQ(session.settings["u0"], "- did not come back");
}

TEST_F(IrcGateway, LabelsAndEchoes_BelongTogether) {
  ready();
  const auto ann = enter("ann", "labeled-response echo-message batch message-tags");
  clients.type(ann, "JOIN #lobby");
  told(ann);
  clients.type(ann, "@label=7 PING x");
  EXPECT_EQ(told(ann), "@label=7 :conclave PONG conclave x\r\n");
  clients.type(ann, "@label=8 PONG x");
  EXPECT_EQ(told(ann), "@label=8 :conclave ACK\r\n");
  clients.type(ann, "@label=9 ISON olga");
  EXPECT_HAS(told(ann), "@label=9 :conclave 303 ann olga\r\n");
  clients.type(ann, "@label=10 WHOIS olga");
  const std::string batch = told(ann);
  EXPECT_HAS(batch, "@label=10 :conclave BATCH +");
  EXPECT_HAS(batch, "labeled-response");
  clients.type(ann, "@label=11 PRIVMSG #lobby :hi");
  EXPECT_EQ(told(ann), "");
  node::Message own = said("ann", "hi");
  own.id = "id1";  // as the session answered
  own.node = kSelf;
  own.own = true;
  gateway.event(own);
  gateway.event(node::Acknowledged{.id = own.id});
  EXPECT_EQ(told(ann), "@label=11;msgid=id1 :ann!~ann@aaaaaaaa.conclave PRIVMSG #lobby hi\r\n");
}

TEST_F(IrcGateway, Echo_ComesOnceAnotherPeerHasTheLine) {
  ready();
  const auto ann = enter("ann", "echo-message"), ben = enter("ben");
  for (const auto client : {ann, ben}) clients.type(client, "JOIN #den");
  for (const auto client : {ann, ben}) told(client);
  clients.type(ann, "PRIVMSG #den :is this safe?");
  node::Message message = said("ann", "is this safe?", "den");
  message.node = kSelf;
  message.own = true;
  gateway.event(message);
  EXPECT_HAS(told(ben), "is this safe?");
  EXPECT_EQ(told(ann), "");
  gateway.event(node::Acknowledged{.id = message.id});
  EXPECT_HAS(told(ann), "is this safe?");
  gateway.event(node::Acknowledged{.id = message.id});
  EXPECT_EQ(told(ann), "");
}

TEST_F(IrcGateway, TextThatIsNoUtf8_IsTakenForLatin1AndItsClientTold) {
  ready();
  const auto ann = meet({"ann", "ben"}).front();
  clients.type(ann, "PRIVMSG #den :caf\xe9");
  EXPECT_HAS(told(ann), ":conclave WARN PRIVMSG INVALID_UTF8 ");
  clients.type(ann, "PRIVMSG #den :caf\xe9");
  EXPECT_EQ(told(ann), "") << "once is enough";
  ASSERT_EQ(session.sayings.size(), 2u);
  EXPECT_EQ(session.sayings.back().text, "caf\u00e9");
}

TEST_F(IrcGateway, Away_IsToldToWhoCares) {
  ready();
  const auto ann = enter("ann"), ben = enter("ben", "away-notify");
  clients.type(ann, "JOIN #lobby");
  clients.type(ben, "JOIN #lobby");
  told(ben);
  clients.type(ann, "AWAY :at lunch");
  EXPECT_HAS(told(ben), ":ann!~ann@aaaaaaaa.conclave AWAY :at lunch");
  clients.type(ben, "PRIVMSG ann :here?");
  EXPECT_HAS(told(ben), " 301 ben ann :at lunch");
}

TEST_F(IrcGateway, Flood_WaitsAndIsLost_Never) {
  ready();
  const auto ann = enter("ann");
  clients.type(ann, "JOIN #lobby");
  std::string lines;
  for (int i = 0; i < 150; ++i) lines += "PRIVMSG #lobby :line " + std::to_string(i) + "\r\n";
  clients.bytes(ann, lines);
  EXPECT_LT(session.sayings.size(), 60u);
  for (int i = 0; i < 100; ++i) {
    clock.instant += 100ms;
    gateway.step();
  }
  ASSERT_EQ(session.sayings.size(), 150u);
  EXPECT_EQ(session.sayings.back().text, "line 149");
}

TEST_F(IrcGateway, FloodBeyondWhatMayWait_PausesItsReadingUntilItIsWorkedOff) {
  ready();
  const auto ann = enter("ann");
  clients.type(ann, "JOIN #lobby");
  std::string lines;
  for (int i = 0; i < 300; ++i) lines += "PRIVMSG #lobby :line\r\n";
  clients.bytes(ann, lines);
  EXPECT_TRUE(clients.paused[ann]);
  // The peer takes some, and some later.
  for (int i = 0; i < 400; ++i) {
    session.unacknowledged_count = i % 3 == 0 ? 0 : 100'000;
    clock.instant += 100ms;
    gateway.step();
  }
  EXPECT_FALSE(clients.paused[ann]);
  EXPECT_EQ(session.sayings.size(), 300u);
}

TEST_F(IrcGateway, EndlessLine_IsRefused) {
  ready();
  const auto ann = enter("ann");
  told(ann);
  for (int i = 0; i < 100; ++i) clients.bytes(ann, std::string(10'000, 'x'));
  clients.bytes(ann, "\r\nPING a\r\n");
  const std::string text = told(ann);
  EXPECT_HAS(text, " 417 ");
  EXPECT_HAS(text, "PONG");
}

TEST_F(IrcGateway, PeerThatEnds_TellsNobodyWhoIsGone) {
  ready();
  const auto ann = enter("ann"), ben = enter("ben");
  clients.type(ann, "JOIN #lobby");
  clients.type(ben, "JOIN #lobby");
  gateway.event(said("olga", "hello"));
  told(ben);
  gateway.close_all("the end");
  EXPECT_HAS(told(ben), "ERROR :Closing link: the end");
  clients.drop(ann, "the end");
  EXPECT_HAS_NOT(told(ben), "QUIT");
  told(ann);
  remote_user("u0", "rob", {"lobby"});
  gateway.event(said("rob", "who is left?"));
  EXPECT_EQ(told(ann), "");
}

TEST_F(IrcGateway, SilentClient_IsAskedAndThenClosed) {
  ready();
  const auto ann = enter("ann"), mute = clients.connect();
  clock.instant += 61s;
  gateway.step();
  EXPECT_EQ(clients.closed[mute], "Registration timed out");
  clock.instant += 30s;
  gateway.step();
  EXPECT_HAS(told(ann), "PING conclave");
  clock.instant += 90s;
  gateway.step();
  EXPECT_HAS(clients.closed[ann], "Ping timeout");
}

TEST_F(IrcGateway, SettingsOfWhateverForm_BreakNothing) {
  ready();
  const auto ann = enter("ann");
  for (const char* name : {"u0", "t lobby", "c lobby", "k lobby", "i ann", "self", "", "u", "t ", "x y"}) {
    for (const char* value : {"", "-", "{}", "[]", "null", "{\"nick\":5}", "{\"nick\":\"a b\"}", "{\"rooms\":[1,\"#\",\"a b\"],\"nick\":\"x\"}",
                              "{\"text\":\"a\\r\\nQUIT\",\"by\":\"a\\nb\"}", "{\"nick\":\"ann\",\"by\":\"\\u0000\"}", "{"}) {
      gateway.event(node::Setting{.node = kOther, .name = name, .value = value, .at = ++at});
    }
  }
  clients.type(ann, "PING alive");
  const std::string text = told(ann);
  EXPECT_HAS(text, "PONG conclave alive");
  EXPECT_HAS_NOT(text, "\nQUIT");
}

}  // namespace
}  // namespace frontend::irc
