// What clients add to a line for other clients: tags that begin with '+', and TAGMSG, which is nothing else.
#include "frontend/irc/gateway_fixture.h"

namespace frontend::irc {
namespace {

class IrcTags : public IrcGateway {
 protected:
  void open_den() {
    ready();
    ann = enter("ann", "message-tags echo-message"), ben = enter("ben", "message-tags"), cat = enter("cat");
    for (const auto client : {ann, ben, cat}) clients.type(client, "JOIN #den");
    turn();
    for (const auto client : {ann, ben, cat}) told(client);
  }
  env::ClientId ann = 0, ben = 0, cat = 0;
};

TEST_F(IrcTags, OfALine_ReachWhoKnowsTags) {
  open_den();
  clients.type(ann, "@+draft/reply=m1;own=x;+odd=a\\sb\\:c PRIVMSG #den :yes");
  echo();
  const std::string line = "@msgid=id1;+draft/reply=m1;+odd=a\\sb\\:c :ann!~ann@aaaaaaaa.conclave PRIVMSG #den yes\r\n";
  EXPECT_EQ(told(ann), line);
  EXPECT_EQ(told(ben), line);
  EXPECT_EQ(told(cat), ":ann!~ann@aaaaaaaa.conclave PRIVMSG #den yes\r\n");
}

TEST_F(IrcTags, Tagmsg_ReachesWhoKnowsTagsAlone) {
  open_den();
  clients.type(ann, "@+draft/react=x TAGMSG #den");
  clients.type(ann, "@+draft/react=y TAGMSG ben");
  echo();
  EXPECT_EQ(told(ben), "@msgid=id1;+draft/react=x :ann!~ann@aaaaaaaa.conclave TAGMSG #den\r\n"
                       "@msgid=id2;+draft/react=y :ann!~ann@aaaaaaaa.conclave TAGMSG ben\r\n");
  EXPECT_HAS(told(ann), "TAGMSG ben\r\n");
  EXPECT_EQ(told(cat), "");
  const auto dan = enter("dan", "message-tags");
  told(dan);
  clients.type(dan, "JOIN #den");
  EXPECT_HAS_NOT(told(dan), "TAGMSG") << "who comes later is sent lines alone";
}

TEST_F(IrcTags, WhatIsForNobodyElse_IsNotSaid) {
  open_den();
  clients.type(ann, "@+typing=active TAGMSG #den");
  clients.type(ann, "@label=1;own=x TAGMSG #den");
  clients.type(ann, "@+bell=\x07;+=x;+a\x1e=1 TAGMSG #den");
  EXPECT_TRUE(session.sayings.empty()) << session.sayings.front().tags;
  clients.type(ann, "@+draft/react=x TAGMSG #nowhere");
  EXPECT_HAS(told(ann), " 404 ann #nowhere ");
}

TEST_F(IrcTags, FromAPeerThatWritesAnything_AreLeftOutWhereTheyAreNone) {
  open_den();
  gateway.event(said("olga", "I am here", "den"));
  told(ben);
  for (const std::string& tags : {std::string("+a=b c"), std::string("time=1"), std::string("+a;;+b"), std::string("+a=\r\nQUIT"), "+a=" + std::string(5000, 'x')}) {
    node::Message message = said("olga", "hello", "den");
    message.tags = tags;
    gateway.event(message);
    EXPECT_EQ(told(ben), "@msgid=" + message.id + " :olga!~user@bbbbbbbb.conclave PRIVMSG #den hello\r\n");
  }
}

}  // namespace
}  // namespace frontend::irc
