#include "frontend/line/command.h"

#include <gtest/gtest.h>

namespace frontend::line {
namespace {

std::string said(std::string_view line) {
  const Command command = parse(line);
  return std::holds_alternative<Say>(command) ? std::get<Say>(command).text : "(not said)";
}

std::string refusal(std::string_view line) {
  const Command command = parse(line);
  return std::holds_alternative<Refused>(command) ? std::get<Refused>(command).code : "(not refused)";
}

TEST(Command, PlainLine_Always_IsSaidAsItIs) {
  EXPECT_EQ(said("hello"), "hello");
  EXPECT_EQ(said("  indented / with slash "), "  indented / with slash ");
  EXPECT_EQ(said("from a Windows file\r"), "from a Windows file");
}

TEST(Command, BlankLine_Always_IsNothing) {
  EXPECT_TRUE(std::holds_alternative<Nothing>(parse("")));
  EXPECT_TRUE(std::holds_alternative<Nothing>(parse(" \t\r")));
}

TEST(Command, DoubleSlash_Always_SaysOneSlash) {
  EXPECT_EQ(said("//quit"), "/quit");
  EXPECT_EQ(said("//"), "/");
  EXPECT_EQ(said("///"), "//");
}

TEST(Command, PlainVerbs_WithAndWithoutBlanks_Parsed) {
  EXPECT_TRUE(std::holds_alternative<Who>(parse("/who")));
  EXPECT_TRUE(std::holds_alternative<Leader>(parse("/leader ")));
  EXPECT_TRUE(std::holds_alternative<Why>(parse("/why")));
  EXPECT_TRUE(std::holds_alternative<History>(parse("/history")));
  EXPECT_TRUE(std::holds_alternative<Help>(parse("/help")));
  EXPECT_TRUE(std::holds_alternative<Quit>(parse("/quit")));
}

TEST(Command, Nick_WithArgument_IsTrimmed) {
  EXPECT_EQ(std::get<SetNick>(parse("/nick  bobby ")).nick, "bobby");
  EXPECT_EQ(refusal("/nick"), "usage");
  EXPECT_EQ(refusal("/nick two words"), "nick");
  EXPECT_EQ(refusal("/nick bo\u200Bb"), "nick");
  EXPECT_EQ(refusal("/nick a\xFF"), "nick");
  EXPECT_EQ(refusal("/nick " + std::string(33, 'a')), "nick");
}

TEST(Command, Join_RoomNames_CheckedAndHashDropped) {
  EXPECT_EQ(std::get<Join>(parse("/join #garden")).room, "garden");
  EXPECT_EQ(std::get<Join>(parse("/join garden")).room, "garden");
  EXPECT_EQ(refusal("/join"), "usage");
  EXPECT_EQ(refusal("/join #"), "room");
  EXPECT_EQ(refusal("/join two words"), "room");
  EXPECT_EQ(refusal("/join a\x1B[2J"), "room");
  EXPECT_EQ(refusal("/join " + std::string(65, 'a')), "room");
}

TEST(Command, Me_WithArgument_IsSaidAsAction) {
  EXPECT_EQ(said("/me waves"), "/me waves");
  EXPECT_EQ(refusal("/me"), "usage");
}

TEST(Command, PrivateMessage_WithoutWhoOrText_IsRefused) {
  const Tell tell = std::get<Tell>(parse("/msg bob  hi there "));
  EXPECT_EQ(tell.who, "bob");
  EXPECT_EQ(tell.text, "hi there");
  EXPECT_EQ(refusal("/msg"), "usage");
  EXPECT_EQ(refusal("/msg bob"), "usage");
}

TEST(Command, UnknownVerb_Always_IsRefusedByName) {
  const Command command = parse("/dance now");
  EXPECT_EQ(std::get<Refused>(command).code, "unknown_command");
  EXPECT_NE(std::get<Refused>(command).message.find("/dance"), std::string::npos);
  EXPECT_EQ(refusal("/"), "unknown_command");
  EXPECT_EQ(refusal("/WHO"), "unknown_command");
}

TEST(Command, HelpText_EveryVerb_IsListed) {
  for (const std::string verb : {"/who", "/leader", "/why", "/nick", "/join", "/me", "/history", "/quit"}) {
    EXPECT_NE(help_text().find(verb), std::string_view::npos) << verb;
  }
}

}  // namespace
}  // namespace frontend::line
