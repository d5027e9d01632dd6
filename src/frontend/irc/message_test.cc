#include "frontend/irc/message.h"

#include <gtest/gtest.h>

#include "frontend/irc/text.h"

namespace frontend::irc {
namespace {

using Params = std::vector<std::string>;

TEST(IrcMessage, AllParts_AreTakenApart) {
  const auto message = parse("@label=1;+x=a\\sb\\:c :source privmsg #room  :hello: you ");
  ASSERT_TRUE(message);
  EXPECT_EQ(message->command, "PRIVMSG");
  EXPECT_EQ(message->params, (Params{"#room", "hello: you "}));
  EXPECT_EQ(message->tag("label"), "1");
  EXPECT_EQ(message->tag("+x"), "a b;c");
  EXPECT_EQ(message->tag("none"), "");
}

TEST(IrcMessage, NothingInIt_IsNone) {
  for (const char* line : {"", " ", "@a=b", ":source", "@a=b :source "}) EXPECT_FALSE(parse(line)) << line;
}

TEST(IrcMessage, MoreThanFifteenParameters_TheLastHasTheRest) {
  const auto message = parse("X 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16");
  ASSERT_TRUE(message);
  ASSERT_EQ(message->params.size(), 15u);
  EXPECT_EQ(message->params.back(), "15 16");
}

TEST(IrcMessage, EmptyTrailing_IsAParameter) { EXPECT_EQ(parse("TOPIC #a :")->params, (Params{"#a", ""})); }

TEST(IrcMessage, Line_IsCutAtTheLimitAndNeverWithinACharacter) {
  const std::string line = to_line("nick!user@host", "PRIVMSG", {"#room", std::string(600, 'x')});
  EXPECT_EQ(line.size(), kLineBytesMax);
  EXPECT_TRUE(line.ends_with("x\r\n"));
  std::string umlauts;
  for (int i = 0; i < 300; ++i) umlauts += "\u00e4";
  const std::string cut = to_line("", "NOTICE", {"a", umlauts});
  EXPECT_LE(cut.size(), kLineBytesMax);
  EXPECT_TRUE(cut.ends_with("\u00e4\r\n"));
}

TEST(IrcMessage, LineBreaksInParameters_AreNone) {
  EXPECT_EQ(to_line("", "PRIVMSG", {"#a", std::string("x\r\nQUIT\0y", 9)}), "PRIVMSG #a :x  QUIT y\r\n");
}

TEST(IrcMessage, TagValues_GoThereAndBack) {
  const std::string value = "a;b c\\d\r\ne";
  EXPECT_EQ(escaped_tag(value), "a\\:b\\sc\\\\d\\r\\ne");
  EXPECT_EQ(unescaped_tag(escaped_tag(value)), value);
  EXPECT_EQ(unescaped_tag("a\\b\\"), "ab");
}

TEST(IrcText, Nicks_AreWhatIrcCanHave) {
  for (const char* nick : {"ada", "[ada]", "j\u00fcrgen", "a1", "ada-1f3c", "a_b|c^"}) EXPECT_TRUE(is_nick(nick)) << nick;
  for (const char* nick : {"", "1a", "-a", "a b", "a!b", "a@b", "#a", "a,b", "a:b", "a\x01", "a\xff"}) EXPECT_FALSE(is_nick(nick)) << nick;
  EXPECT_FALSE(is_nick(std::string(33, 'a')));
  for (const char* name : {"1a", "a:b", "a!b@c", "", "#x", "~y"}) {
    const std::string nick = to_nick(name);
    EXPECT_FALSE(nick.empty());
    EXPECT_EQ(nick.find_first_of(" !@:,#"), std::string::npos) << nick;
  }
}

TEST(IrcText, Channels_AreRooms) {
  EXPECT_EQ(to_room("#lobby"), "lobby");
  EXPECT_EQ(to_channel("lobby"), "#lobby");
  for (const char* channel : {"lobby", "#", "#a b", "#a,b", "#a\x07", "&a", "#\xff"}) EXPECT_FALSE(to_room(channel)) << channel;
  EXPECT_FALSE(to_room("#" + std::string(65, 'a')));
  EXPECT_TRUE(to_room("#" + std::string(64, 'a')));
}

TEST(IrcText, Actions_TravelAsTheGroupKeepsThem) {
  EXPECT_EQ(to_said("\x01" "ACTION waves\x01"), "/me waves");
  EXPECT_EQ(to_irc("/me waves", 50), Params{"\x01" "ACTION waves\x01"});
  EXPECT_EQ(to_said("plain"), "plain");
  EXPECT_EQ(to_said("caf\xe9"), "caf\u00e9");  // Latin-1
}

TEST(IrcText, LongText_IsSplitWithoutLoss) {
  std::string text;
  for (int i = 0; text.size() < 5000; ++i) text += "word" + std::to_string(i) + (i % 7 == 0 ? "\u00e4\u65e5 " : " ");
  std::string together;
  for (const std::string& part : to_irc(text, 60)) {
    EXPECT_LE(part.size() + 60 + 2, kLineBytesMax);
    together += part;
  }
  EXPECT_EQ(together, text);
  EXPECT_EQ(to_irc("one\n\ntwo\r\n", 60).size(), 2u);
}

}  // namespace
}  // namespace frontend::irc
