// Modes of rooms: who may come in, who is heard, who is seen.
#include "frontend/irc/gateway_fixture.h"
#include "frontend/irc/text.h"

namespace frontend::irc {
namespace {

class IrcModes : public IrcGateway {
 protected:
  IrcModes() { ready(); }
  // Ann has #den with ben in it; cat is outside.
  void open_den() {
    ann = enter("ann"), ben = enter("ben"), cat = enter("cat");
    for (const auto client : {ann, ben}) clients.type(client, "JOIN #den");
    turn();
    for (const auto client : {ann, ben, cat}) told(client);
  }
  void set(const std::string& modes) {
    clock.instant += 1s;  // nobody floods here
    clients.type(ann, "MODE #den " + modes);
    turn();
  }
  std::string answer(env::ClientId client, const std::string& line) {
    told(client);
    clients.type(client, line);
    return told(client);
  }
  env::ClientId ann = 0, ben = 0, cat = 0;
};

TEST_F(IrcModes, Banned_NeitherComesInNorIsHeard) {
  open_den();
  set("+b cat");
  EXPECT_EQ(told(ann), ":ann!~ann@aaaaaaaa.conclave MODE #den +b cat!*@*\r\n");
  EXPECT_HAS(answer(cat, "JOIN #den"), " 474 cat #den ");
  set("+b BEN!*@*.conclave");
  EXPECT_HAS(answer(ben, "PRIVMSG #den :hello"), " 404 ben #den ");
  set("+v ben");
  EXPECT_HAS_NOT(answer(ben, "PRIVMSG #den :hello"), " 404 ") << "who has a voice is heard";
  EXPECT_EQ(answer(ben, "MODE #den b"),
            ":conclave 367 ben #den BEN!*@*.conclave ann 1763875115\r\n:conclave 367 ben #den cat!*@* ann 1763875115\r\n"
            ":conclave 368 ben #den :End of channel ban list\r\n");
  told(ann);
  set("-b CAT!*@*");
  EXPECT_HAS(told(ann), "MODE #den -b cat!*@*\r\n");
  EXPECT_HAS(answer(cat, "JOIN #den"), "JOIN #den\r\n");
}

TEST_F(IrcModes, BannedButInvited_ComesIn) {
  open_den();
  set("+b *!*@*");
  clients.type(ann, "INVITE cat #den");
  turn();
  EXPECT_HAS(answer(cat, "JOIN #den"), "JOIN #den\r\n");
}

TEST_F(IrcModes, BansBeyondTheLimitOrNone_AreRefused) {
  open_den();
  for (std::size_t i = 0; i < kBansMax; ++i) set("+b n" + std::to_string(i));
  told(ann);
  set("+b one-more");
  EXPECT_HAS(told(ann), " 478 ann #den one-more!*@* ");
  set("-b n0");
  told(ann);
  set("+b " + std::string(kBanBytesMax, 'x'));
  EXPECT_HAS(told(ann), " 696 ann #den b ");
}

TEST_F(IrcModes, ExceptedFromABan_ComesInAndIsHeard) {
  open_den();
  set("+be *!*@* cat");
  EXPECT_HAS(told(ben), "MODE #den +be *!*@* cat!*@*\r\n");
  EXPECT_HAS(answer(cat, "JOIN #den"), "JOIN #den\r\n");
  EXPECT_HAS_NOT(answer(cat, "PRIVMSG #den :hello"), " 404 ");
  EXPECT_HAS(answer(ben, "PRIVMSG #den :hello"), " 404 ");
  EXPECT_EQ(answer(ben, "MODE #den e"), ":conclave 348 ben #den cat!*@* ann 1763875115\r\n:conclave 349 ben #den :End of channel exception list\r\n");
}

TEST_F(IrcModes, InvitedByAMask_NeedsNoInvitation) {
  open_den();
  set("+iI cat");
  EXPECT_EQ(answer(cat, "MODE #den +I"), ":conclave 346 cat #den cat!*@* ann 1763875115\r\n:conclave 347 cat #den :End of channel invite exception list\r\n");
  EXPECT_HAS(answer(cat, "JOIN #den"), "JOIN #den\r\n");
  set("-I CAT");
  clients.type(cat, "PART #den");
  EXPECT_HAS(answer(cat, "JOIN #den"), " 473 cat #den ");
}

TEST_F(IrcModes, PowerForWhoIsNotThere_IsRefused) {
  open_den();
  set("+o nobody");
  EXPECT_HAS(told(ann), " 401 ann nobody ");
  set("+o cat");
  EXPECT_HAS(told(ann), " 441 ann cat #den ");
}

TEST_F(IrcModes, Bot_IsKnownForOne) {
  open_den();
  EXPECT_EQ(answer(ben, "MODE ben +B"), ":conclave MODE ben +B\r\n");
  EXPECT_EQ(answer(ben, "MODE ben"), ":conclave 221 ben +iB\r\n");
  turn();
  EXPECT_HAS(answer(cat, "WHOIS ben"), " 335 cat ben ");
  EXPECT_HAS(answer(cat, "WHO ben"), " ben HB :0 Real ben\r\n");
  const auto dan = enter("dan", "message-tags");
  clients.type(dan, "JOIN #den");
  told(dan);
  clients.type(ben, "PRIVMSG #den :beep");
  echo();
  EXPECT_HAS(told(dan), ";bot :ben!~ben@aaaaaaaa.conclave PRIVMSG #den beep\r\n");
  EXPECT_EQ(answer(ben, "MODE ben -B"), ":conclave MODE ben -B\r\n");
  EXPECT_HAS_NOT(answer(cat, "WHOIS ben"), " 335 ");
}

TEST_F(IrcModes, Key_IsAskedForAndShownInsideAlone) {
  open_den();
  set("+k sesame");
  EXPECT_HAS(told(ben), "MODE #den +k sesame\r\n");
  EXPECT_HAS(answer(cat, "JOIN #den"), " 475 cat #den ");
  EXPECT_HAS(answer(cat, "JOIN #den Sesame"), " 475 cat #den ");
  EXPECT_HAS(answer(cat, "MODE #den"), " 324 cat #den +ntk *\r\n");
  EXPECT_HAS(answer(cat, "JOIN #other,#den x,sesame"), ":cat!~cat@aaaaaaaa.conclave JOIN #den\r\n");
  EXPECT_HAS(answer(cat, "MODE #den"), " 324 cat #den +ntk sesame\r\n");
  clients.type(cat, "PART #den");
  set("-k *");
  EXPECT_HAS(told(ben), "MODE #den -k *\r\n");
  EXPECT_HAS(answer(cat, "JOIN #den"), "JOIN #den\r\n");
  told(ann);
  set("+k a,b");
  EXPECT_HAS(told(ann), " 525 ann #den ");
}

TEST_F(IrcModes, Limit_KeepsTheRoomToSoMany) {
  open_den();
  set("+l 2");
  EXPECT_HAS(told(ben), "MODE #den +l 2\r\n");
  EXPECT_HAS(answer(cat, "JOIN #den"), " 471 cat #den ");
  EXPECT_HAS(answer(ben, "MODE #den"), " 324 ben #den +ntl 2\r\n");
  set("-l");
  EXPECT_HAS(told(ben), "MODE #den -l\r\n");
  EXPECT_HAS(answer(cat, "JOIN #den"), "JOIN #den\r\n");
  told(ann);
  set("+l none");
  EXPECT_HAS(told(ann), " 696 ann #den l none ");
}

TEST_F(IrcModes, SecretRoom_IsSeenFromInsideAlone) {
  open_den();
  set("+s");
  EXPECT_HAS_NOT(answer(cat, "LIST"), "#den");
  EXPECT_HAS_NOT(answer(cat, "NAMES #den"), " 353 ");
  EXPECT_HAS_NOT(answer(cat, "WHO #den"), " 352 ");
  EXPECT_HAS_NOT(answer(cat, "WHOIS ann"), "#den");
  EXPECT_HAS(answer(ben, "LIST"), " 322 ben #den 2 ");
  EXPECT_HAS(answer(ben, "NAMES #den"), " 353 ben @ #den :@ann ben\r\n");
  EXPECT_HAS(answer(ben, "WHOIS ann"), "#den");
}

TEST_F(IrcModes, OfARule_SurviveTheLog) {
  const Rule rule{.operators = {"ann"}, .voices = {}, .modes = "ns", .bans = {{"cat!*@*", {"ann", 7}}}, .excepts = {{"dan!*@*", {"ann", 8}}}, .invites = {{"eve!*@*", {"ann", 9}}}, .key = "sesame", .limit = 3, .made_seconds = 5, .by = "ann"};
  const auto back = read_rule(to_json(rule));
  ASSERT_TRUE(back);
  EXPECT_EQ(to_json(*back), to_json(rule));
  EXPECT_EQ(back->bans.at("cat!*@*").at_seconds, 7);
  EXPECT_EQ(back->excepts.at("dan!*@*").at_seconds, 8);
  EXPECT_EQ(back->invites.at("eve!*@*").at_seconds, 9);
  const auto odd = read_rule(R"({"bans":{"cat":{},"a b!*@*":{"by":"x"},"ok!*@*":7},"key":"a b","limit":-4})");
  ASSERT_TRUE(odd);
  EXPECT_TRUE(odd->bans.empty());
  EXPECT_EQ(odd->key, "");
  EXPECT_EQ(odd->limit, 0);
}

TEST(IrcMask, Matches_AsFileNamesDo) {
  EXPECT_TRUE(matches("*", ""));
  EXPECT_TRUE(matches("a*b?d", "axxbcd"));
  EXPECT_TRUE(matches("*a*b*", "xxaxxbxx"));
  EXPECT_FALSE(matches("a*b?d", "axxbd"));
  EXPECT_FALSE(matches("", "a"));
  EXPECT_FALSE(matches("abc", "abcd"));
  std::string stars;
  for (int i = 0; i < 30; ++i) stars += "a*";
  EXPECT_FALSE(matches(stars + "b", std::string(64, 'a'))) << "and takes no time, or this test would not end";
}

TEST(IrcMask, WhatIsLeftOut_IsAnything) {
  EXPECT_EQ(to_mask("ann"), "ann!*@*");
  EXPECT_EQ(to_mask("~ann@host"), "*!~ann@host");
  EXPECT_EQ(to_mask("ann!u"), "ann!u@*");
  EXPECT_EQ(to_mask("ann!u@h"), "ann!u@h");
  EXPECT_EQ(to_mask("a b"), "");
  EXPECT_EQ(to_mask(""), "");
}

}  // namespace
}  // namespace frontend::irc
