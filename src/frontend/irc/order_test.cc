// What comes after what: clients, and the programs that test servers, go on as soon as they believe a thing done.
#include "frontend/irc/gateway_fixture.h"

namespace frontend::irc {
namespace {

using IrcOrder = IrcGateway;

TEST_F(IrcOrder, Ping_IsAnsweredBehindWhatWasSaidHereBefore) {
  ready();
  const auto ann = enter("ann"), ben = enter("ben");
  told(ben);
  session.spoken_so_far = {.said = 1, .told = 0};
  clients.type(ben, "PING a");
  clients.type(ben, "PING b");
  gateway.step();
  EXPECT_EQ(told(ben), "") << "what ann said before is not told yet";
  session.spoken_so_far = {.said = 2, .told = 1};
  gateway.step();
  EXPECT_EQ(told(ben), ":conclave PONG conclave a\r\n") << "what was said since is not waited for";
  session.spoken_so_far.told = 2;
  gateway.step();
  EXPECT_EQ(told(ben), ":conclave PONG conclave b\r\n");
  session.spoken_so_far.said = 3;
  clients.type(ben, "PING c");
  EXPECT_EQ(told(ben), "");
  clock.instant += 3s;
  gateway.step();
  EXPECT_HAS(told(ben), "PONG conclave c") << "nobody is left without an answer where the disk is full";
  EXPECT_HAS(told(ann), " 001 ");
}

TEST_F(IrcOrder, Pong_ComesAfterTheClientsOwnEchoes) {
  ready();
  const auto ann = enter("ann", "echo-message"), ben = enter("ben", "echo-message");
  for (const auto client : {ann, ben}) clients.type(client, "JOIN #den");
  turn();
  for (const auto client : {ann, ben}) told(client);
  clients.type(ann, "PRIVMSG #den :one");
  node::Message message = said("ann", "one", "den");
  message.node = kSelf, message.own = true;
  gateway.event(message);
  clients.type(ann, "PING a");
  clients.type(ben, "PING b");
  gateway.step();
  EXPECT_EQ(told(ann), "") << "shown to others, and confirmed by none";
  EXPECT_HAS(told(ben), "PRIVMSG #den one\r\n:conclave PONG conclave b\r\n") << "which is nothing to anybody else";
  gateway.event(node::Acknowledged{.id = message.id});
  gateway.step();
  EXPECT_HAS(told(ann), "PRIVMSG #den one\r\n:conclave PONG conclave a\r\n");
}

TEST_F(IrcOrder, CommandBehindAMode_WaitsUntilTheLogHasIt) {
  ready();
  const auto ann = meet({"ann", "ben"}).front();
  session.spoken_so_far = {.said = 1, .told = 0};
  clients.type(ann, "MODE #den -t");
  clients.type(ann, "MODE #den");
  EXPECT_EQ(told(ann), "");
  turn();
  session.spoken_so_far.told = 1;
  gateway.step();
  const std::string text = told(ann);
  EXPECT_HAS(text, ":ann!~ann@aaaaaaaa.conclave MODE #den -t\r\n");
  EXPECT_HAS(text, " 324 ann #den +n\r\n");
}

TEST_F(IrcOrder, MakerOfARoom_IsOperatorWithTheFirstLine) {
  ready();
  const auto ann = enter("ann");
  told(ann);
  clients.type(ann, "JOIN #den");
  EXPECT_HAS(told(ann), " 353 ann = #den @ann\r\n");
  turn();
  EXPECT_HAS_NOT(told(ann), "MODE");
}

TEST_F(IrcOrder, SeveralModes_ComeInOneLine) {
  ready();
  const auto ann = meet({"ann", "ben"}).front();
  clients.type(ann, "MODE #den +imv-t ben");
  turn();
  EXPECT_EQ(told(ann), ":ann!~ann@aaaaaaaa.conclave MODE #den +vim-t ben\r\n");
}

TEST_F(IrcOrder, SeveralKicks_AllHappen) {
  ready();
  const auto ann = meet({"ann", "ben", "cat"}).front();
  session.sets.clear();
  clients.type(ann, "KICK #den ben,cat :out");
  EXPECT_EQ(session.sets, (std::vector<std::string>{"k den", "k den"}));
  clients.type(ann, "KICK #nowhere ben");
  EXPECT_HAS(told(ann), " 403 ann #nowhere ");
}

TEST_F(IrcOrder, InviteOnlyRoom_IsForWhoWasInvited) {
  ready();
  const auto ann = enter("ann"), ben = enter("ben");
  clients.type(ann, "JOIN #den");
  turn();
  clients.type(ann, "MODE #den +i");
  turn();
  told(ben);
  clients.type(ben, "JOIN #den");
  EXPECT_HAS(told(ben), " 473 ben #den ");
  clients.type(ann, "INVITE ben #den");
  turn();
  EXPECT_HAS(told(ben), "INVITE ben #den");
  clients.type(ben, "JOIN #den");
  EXPECT_HAS(told(ben), "JOIN #den");
  clients.type(ben, "PART #den");
  clients.type(ben, "JOIN #den");
  EXPECT_HAS(told(ben), " 473 ") << "an invitation is for once";
}

TEST_F(IrcOrder, LabelledLineForSeveral_IsAnsweredByOneBatch) {
  ready();
  const auto ann = enter("ann", "echo-message labeled-response batch");
  enter("ben");
  enter("cat");
  told(ann);
  clients.type(ann, "@label=7 PRIVMSG ben,cat :both of you");
  EXPECT_EQ(told(ann), "");
  echo();
  const std::string text = told(ann);
  EXPECT_TRUE(text.starts_with("@label=7 :conclave BATCH +l1 labeled-response\r\n@batch=l1 :ann!")) << text;
  EXPECT_HAS(text, "PRIVMSG ben :both of you\r\n@batch=l1 ");
  EXPECT_TRUE(text.ends_with("PRIVMSG cat :both of you\r\n:conclave BATCH -l1\r\n")) << text;
}

TEST_F(IrcOrder, HistoryOfARoomOneIsNotIn_IsRefused) {
  ready();
  const auto ann = enter("ann", "draft/chathistory");
  told(ann);
  clients.type(ann, "CHATHISTORY LATEST #den * 10");
  EXPECT_HAS(told(ann), "FAIL CHATHISTORY INVALID_TARGET LATEST #den :");
}

TEST_F(IrcOrder, HistoryBetweenTwoLines_BeginsAtTheOneNamedFirst) {
  ready();
  const auto ann = enter("ann", "draft/chathistory message-tags");
  clients.type(ann, "JOIN #den");
  for (int line = 0; line < 6; ++line) session.log.push_back(said("rob", "line" + std::to_string(line), "den"));
  const auto between = [&](int from, int to) {
    told(ann);
    clients.type(ann, "CHATHISTORY BETWEEN #den msgid=r" + std::to_string(from) + " msgid=r" + std::to_string(to) + " 2");
    return told(ann);
  };
  const std::string forward = between(1, 6), backward = between(6, 1);
  EXPECT_HAS(forward, "line1\r\n");
  EXPECT_HAS(forward, "line2\r\n");
  EXPECT_HAS_NOT(forward, "line3");
  EXPECT_HAS(backward, "line3\r\n");
  EXPECT_HAS(backward, "line4\r\n");
  EXPECT_HAS_NOT(backward, "line2");
}

TEST_F(IrcOrder, RealNameChangedInNoRoom_IsConfirmed) {
  ready();
  const auto ann = enter("ann", "setname");
  told(ann);
  clients.type(ann, "SETNAME :Ann of the Hill");
  EXPECT_EQ(told(ann), ":ann!~ann@aaaaaaaa.conclave SETNAME :Ann of the Hill\r\n");
}

TEST_F(IrcOrder, EmptyRealName_IsRefused) {
  ready();
  const auto ann = clients.connect();
  clients.type(ann, "NICK ann");
  clients.type(ann, "USER ann 0 * :");
  EXPECT_HAS(told(ann), " 461 ann USER ");
}

}  // namespace
}  // namespace frontend::irc
