// Questions: who is who, which rooms there are, how a command is used.
#include "frontend/irc/gateway_fixture.h"

namespace frontend::irc {
namespace {

TEST_F(IrcGateway, Who_AnswersAsAsked) {
  ready();
  const auto ann = enter("ann");
  clients.type(ann, "JOIN #lobby");
  told(ann);
  clients.type(ann, "WHO #lobby %tcuhnfdar,743");
  EXPECT_HAS(told(ann), " 354 ann 743 #lobby ~ann aaaaaaaa.conclave ann H 0 0 :Real ann\r\n");
  clients.type(ann, "WHO ann");
  EXPECT_HAS(told(ann), " 352 ann * ~ann aaaaaaaa.conclave conclave ann H :0 Real ann\r\n");
}

TEST_F(IrcGateway, List_ShowsWhatIsAskedFor) {
  ready();
  const auto ann = enter("ann"), ben = enter("ben");
  for (const char* line : {"JOIN #chan1", "JOIN #chan2", "TOPIC #chan2 :cheese"}) clients.type(ann, line);
  clients.type(ben, "JOIN #chan2");
  turn();
  const auto listed_by = [&](const std::string& asked) {
    told(ben);
    clients.type(ben, "LIST " + asked);
    const std::string answer = told(ben);
    std::string found;
    for (const char* room : {"chan1", "chan2"}) {
      if (answer.find("322 ben #" + std::string(room) + " ") != std::string::npos) found += room;
    }
    return found;
  };
  EXPECT_EQ(listed_by("#CHAN1"), "chan1");
  EXPECT_EQ(listed_by("*an2"), "chan2");
  EXPECT_EQ(listed_by("#ch*"), "chan1chan2");
  EXPECT_EQ(listed_by("!*1"), "chan2");
  EXPECT_EQ(listed_by(">1"), "chan2");
  EXPECT_EQ(listed_by("<2,>0"), "chan1");
  EXPECT_EQ(listed_by("T<60"), "chan2") << "which alone has a topic";
  clock.wall_time += 3min;
  EXPECT_EQ(listed_by("C>2"), "chan1chan2");
  EXPECT_EQ(listed_by("C<3"), "");
  EXPECT_EQ(listed_by("T>2,#chan2"), "chan2");
}

TEST_F(IrcGateway, Help_SaysHowACommandIsUsed) {
  ready();
  const auto ann = enter("ann");
  told(ann);
  clients.type(ann, "HELP kick");
  EXPECT_EQ(told(ann), ":conclave 704 ann KICK :KICK #ROOM NICK[,NICK...] [:REASON]\r\n:conclave 706 ann KICK :End of /HELP\r\n");
  clients.type(ann, "HELP dance");
  EXPECT_EQ(told(ann), ":conclave 524 ann DANCE :There is no help on that; HELP alone names the commands\r\n");
  clients.type(ann, "HELP");
  EXPECT_HAS(told(ann), " 705 ann * :PRIVMSG NOTICE ");
}

}  // namespace
}  // namespace frontend::irc
