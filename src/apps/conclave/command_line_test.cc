#include "apps/conclave/command_line.h"

#include <gtest/gtest.h>

#include "node/invite_link.h"

namespace conclave {
namespace {

Invocation parse(const std::vector<std::string>& arguments) {
  return parse_command_line(arguments, {.login_name = "login"}, "1.2.3");
}

ChatOptions chat(const std::vector<std::string>& arguments) {
  const Invocation invocation = parse(arguments);
  if (const auto* answer = std::get_if<Answer>(&invocation)) ADD_FAILURE() << answer->text;
  return std::get<ChatOptions>(invocation);
}

Answer answer(const std::vector<std::string>& arguments) {
  const Invocation invocation = parse(arguments);
  return std::holds_alternative<Answer>(invocation) ? std::get<Answer>(invocation) : Answer{-1, "no answer"};
}

TEST(CommandLine, NoArguments_Defaults_HomeAndLoginName) {
  const ChatOptions options = chat({});
  EXPECT_EQ(options.nick, "login");
  EXPECT_TRUE(options.listen.empty());
  EXPECT_EQ(options.group, "home");
  EXPECT_EQ(options.room, "lobby");
  EXPECT_FALSE(options.json);
  EXPECT_FALSE(options.no_local);
  EXPECT_EQ(options.log.level, os::LogLevel::kError);
}

TEST(CommandLine, EveryOption_Given_IsTaken) {
  const ChatOptions options = chat({"ada", "--json", "--listen", "0.0.0.0:4000", "--peer", "127.0.0.1:1",
                                    "--peer", "[::1]:2", "--data", "/tmp/x", "--group", "work", "--room",
                                    "#garden", "--no-local", "--log-level", "info", "--log-format", "json"});
  EXPECT_EQ(options.nick, "ada");
  EXPECT_TRUE(options.json);
  EXPECT_EQ(options.listen, "0.0.0.0:4000");
  EXPECT_EQ(options.peers, (std::vector<std::string>{"127.0.0.1:1", "[::1]:2"}));
  EXPECT_EQ(options.data, "/tmp/x");
  EXPECT_EQ(options.group, "work");
  EXPECT_EQ(options.room, "garden");
  EXPECT_TRUE(options.no_local);
  EXPECT_EQ(options.log.level, os::LogLevel::kInfo);
  EXPECT_TRUE(options.log.json);
}

TEST(CommandLine, Nick_AfterPeer_IsNotTakenForAnotherPeer) {
  EXPECT_EQ(chat({"--peer", "127.0.0.1:1", "ada"}).nick, "ada");
}

TEST(CommandLine, Nick_LikeASubcommand_NeedsTwoDashes) {
  EXPECT_EQ(chat({"--", "demo"}).nick, "demo");
  EXPECT_EQ(chat({"--json", "--", "history"}).nick, "history");
  EXPECT_TRUE(std::holds_alternative<demo::Options>(parse({"demo"})));
}

ControlOptions control(const std::vector<std::string>& arguments) {
  const Invocation invocation = parse(arguments);
  if (const auto* refused = std::get_if<Answer>(&invocation)) ADD_FAILURE() << refused->text;
  return std::get<ControlOptions>(invocation);
}

TEST(CommandLine, CommandsOfARunningPeer_Options_AreTaken) {
  const ControlOptions invite =
      control({"invite", "ada", "--uses", "3", "--for", "90m", "--group", "work", "--json"});
  EXPECT_EQ(invite.command, "invite");
  EXPECT_EQ(invite.folder.nick, "ada");
  EXPECT_EQ(invite.folder.group, "work");
  EXPECT_EQ(invite.uses, 3u);
  EXPECT_EQ(invite.seconds, 90 * 60);
  EXPECT_TRUE(invite.json);
  EXPECT_EQ(control({"invite"}).seconds, 24 * 3600);
  EXPECT_EQ(control({"members"}).folder.nick, "login");
  const ControlOptions remove = control({"remove", "bob", "--as", "ada"});
  EXPECT_EQ(remove.command, "remove");
  EXPECT_EQ(remove.who, "bob");
  EXPECT_EQ(remove.folder.nick, "ada");
  EXPECT_EQ(control({"verify", "bob"}).command, "verify");
  EXPECT_EQ(control({"why", "leader", "ada"}).folder.nick, "ada");
  EXPECT_EQ(control({"status"}).command, "status");
}

std::string some_link() {
  node::Invite invite;
  invite.group_name = "sea";
  invite.addresses = {"10.0.0.7:4000"};
  return node::to_link(invite);
}

TEST(CommandLine, Join_EitherWay_TakesTheLinkAndItsGroup) {
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {"join", some_link(), "ada", "--json"}, {"ada", "--join", some_link(), "--json"}}) {
    const ChatOptions options = chat(arguments);
    EXPECT_EQ(options.nick, "ada");
    EXPECT_EQ(options.group, "sea");
    ASSERT_TRUE(options.invite);
    EXPECT_EQ(options.invite->addresses, std::vector<std::string>{"10.0.0.7:4000"});
    EXPECT_TRUE(options.json);
  }
  EXPECT_EQ(chat({"join", some_link(), "--group", "mine"}).group, "mine");
}

TEST(CommandLine, Irc_AddressesOfThisMachineAlone_AreTaken) {
  EXPECT_EQ(chat({"ada", "--irc", "127.0.0.1:0", "--irc", "[::1]:6667"}).irc, (std::vector<std::string>{"127.0.0.1:0", "[::1]:6667"}));
  for (const char* address : {"0.0.0.0:6667", "10.0.0.1:6667", "[::]:6667", "192.168.1.2:6667"}) {
    const Answer refused = answer({"ada", "--irc", address});
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_NE(refused.text.find("127.0.0.1"), std::string::npos) << refused.text;
  }
}

TEST(CommandLine, Serve_Alone_IsAGatewayAtTheUsualPort) {
  const ChatOptions options = chat({"serve"});
  EXPECT_TRUE(options.serve);
  EXPECT_EQ(options.nick, "gateway");
  EXPECT_EQ(options.irc, std::vector<std::string>{"127.0.0.1:6667"});
  EXPECT_FALSE(chat({"ada"}).serve);
  EXPECT_EQ(chat({"serve", "east", "--irc", "127.0.0.1:7000"}).nick, "east");
}

TEST(CommandLine, Join_LinkThatCantBeRead_ExitsWithTwoAndSaysWhy) {
  const std::string link = some_link();
  EXPECT_EQ(answer({"join", link.substr(0, 40)}).exit_code, 2);
  EXPECT_NE(answer({"join", link.substr(0, 40)}).text.find("cut off"), std::string::npos);
  EXPECT_NE(answer({"join", "hello"}).text.find("no invite"), std::string::npos);
}

TEST(CommandLine, WithoutANick_ItIsAsLastTime) {
  const Habits habits{.login_name = "login", .last = LastUsed{.nick = "ada", .group = "sea"}};
  const auto place = [&](const std::vector<std::string>& arguments) {
    const auto options = std::get<ChatOptions>(parse_command_line(arguments, habits, "1.2.3"));
    return options.nick + " in " + options.group;
  };
  EXPECT_EQ(place({}), "ada in sea");
  EXPECT_EQ(place({"ada"}), "ada in sea");
  EXPECT_EQ(place({"bob"}), "bob in home");
  EXPECT_EQ(place({"--group", "work"}), "ada in work");
  EXPECT_EQ(std::get<ControlOptions>(parse_command_line({"members"}, habits, "1.2.3")).folder.group, "sea");
}

TEST(CommandLine, History_Options_AreTaken) {
  const auto options = std::get<HistoryOptions>(
      parse({"history", "ada", "--room", "#garden", "--search", "two words", "--last", "5", "--json"}));
  EXPECT_EQ(options.folder.nick, "ada");
  EXPECT_EQ(options.folder.group, "home");
  EXPECT_EQ(options.room, "garden");
  EXPECT_EQ(options.search, "two words");
  EXPECT_EQ(options.last, 5u);
  EXPECT_TRUE(options.json);
  EXPECT_EQ(std::get<HistoryOptions>(parse({"history"})).folder.nick, "login");
}

TEST(CommandLine, Ephemeral_KeepsNothing) {
  EXPECT_TRUE(chat({"--ephemeral"}).ephemeral);
  EXPECT_FALSE(chat({}).ephemeral);
}

TEST(CommandLine, WrongUsage_EveryKind_ExitsWithTwo) {
  const std::vector<std::vector<std::string>> wrong = {{"--nonsense"},
                                                       {"ada", "bob"},
                                                       {"--line", "--json"},
                                                       {"--listen", "nowhere"},
                                                       {"--peer", "host"},
                                                       {"--peer"},
                                                       {"--room", "two words"},
                                                       {"--group", ""},
                                                       {"--log-level", "loud"},
                                                       {std::string(33, 'n')},
                                                       {"demo", "--lines", "many"},
                                                       {"demo", "--lines", "0"},
                                                       {"--json", "demo"},
                                                       {"--json", "history"},
                                                       {"history", "--last", "0"},
                                                       {"--data", "/x", "--ephemeral"},
                                                       {"--data", ""},
                                                       {"invite", "--for", "soon"},
                                                       {"invite", "--for", "0h"},
                                                       {"invite", "--uses", "0"},
                                                       {"remove"},
                                                       {"why", "not"},
                                                       {"join"},
                                                       {"demo", "--listen", "x"}};
  for (const auto& arguments : wrong) {
    const Answer refused = answer(arguments);
    EXPECT_EQ(refused.exit_code, 2) << arguments.front() << ": " << refused.text;
    EXPECT_NE(refused.text.find("--help"), std::string::npos) << refused.text;
  }
}

TEST(CommandLine, HelpAndVersion_Asked_AnswerWithZero) {
  EXPECT_EQ(answer({"--version"}).text, "conclave 1.2.3\n");
  const Answer help = answer({"--help"});
  EXPECT_EQ(help.exit_code, 0);
  for (const std::string expected : {"--line", "--json", "--listen", "--peer", "--data", "--group", "--room",
                                     "--no-local", "--version", "demo", "doctor", "Examples:"}) {
    EXPECT_NE(help.text.find(expected), std::string::npos) << expected;
  }
}

TEST(CommandLine, Doctor_Options_AreTaken) {
  const auto options = std::get<DoctorOptions>(parse({"doctor", "ada", "--group", "ship", "--json"}));
  EXPECT_EQ(options.folder.nick, "ada");
  EXPECT_EQ(options.folder.group, "ship");
  EXPECT_TRUE(options.json);
}

TEST(CommandLine, Demo_Options_AreTaken) {
  const auto options = std::get<demo::Options>(parse({"demo", "--lines", "200", "--json"}));
  EXPECT_EQ(options.lines, 200u);
  EXPECT_TRUE(options.json);
}

}  // namespace
}  // namespace conclave
