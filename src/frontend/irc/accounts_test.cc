// Who is let in by a door for everybody: passwords and certificates, by SASL and by PASS.
#include "frontend/irc/fake_accounts.h"
#include "frontend/irc/gateway_fixture.h"

namespace frontend::irc {
namespace {

class IrcAccounts : public IrcGateway {
 protected:
  IrcAccounts() {
    EXPECT_TRUE(door.listen("0.0.0.0:6697", env::ClientDoor::Tls{"cert", "key"}));
    door.event(node::Ready{kSelf, "gate", ""});
  }
  env::ClientId connect(std::string_view certificate = "") {
    return clients.connect({.remote = "192.0.2.1:5555", .over_tls = true, .certificate = certificate});
  }
  void introduce(env::ClientId client, const std::string& nick) {
    clients.type(client, "NICK " + nick);
    clients.type(client, "USER " + nick + " 0 * :Real " + nick);
  }

  FakeAccounts accounts;
  Gateway door{session, clients, clock, {.version = "1", .accounts = &accounts}};
};

// printf '\0ada\0swordfish' | base64
constexpr const char* kRight = "AUTHENTICATE AGFkYQBzd29yZGZpc2g=";
constexpr const char* kWrong = "AUTHENTICATE AGFkYQBzd29yZGZpc2gh";

TEST_F(IrcAccounts, Plain_LogsIn) {
  const auto client = connect();
  clients.type(client, "CAP LS 302");
  EXPECT_HAS(told(client), "sasl=PLAIN,EXTERNAL");
  clients.type(client, "CAP REQ :sasl account-tag");
  clients.type(client, "AUTHENTICATE PLAIN");
  EXPECT_HAS(told(client), "AUTHENTICATE +\r\n");
  clients.type(client, kRight);
  introduce(client, "ada");
  clients.type(client, "CAP END");
  EXPECT_HAS_NOT(told(client), " 001 ") << "before it is known who it is";
  accounts.answer_all();
  const std::string lines = told(client);
  EXPECT_HAS(lines, " 900 * *!*@* ada ");
  EXPECT_HAS(lines, " 903 ");
  EXPECT_HAS(lines, " 001 ada ");
  clients.type(client, "WHOIS ada");
  EXPECT_HAS(told(client), " 330 ada ada ada :is logged in as");
}

TEST_F(IrcAccounts, NoPassword_IsToldHow) {
  const auto client = connect();
  introduce(client, "eve");
  EXPECT_HAS(told(client), " 464 eve :You have to log in");
  EXPECT_TRUE(clients.closed.contains(client));
}

TEST_F(IrcAccounts, WrongPasswords_AreCounted) {
  const auto client = connect();
  introduce(client, "ada");
  EXPECT_TRUE(clients.closed.contains(client));
  const auto other = connect();
  clients.type(other, "CAP REQ sasl");
  for (int time = 1; time <= 3; ++time) {
    EXPECT_FALSE(clients.closed.contains(other)) << time;
    clients.type(other, "AUTHENTICATE PLAIN");
    clients.type(other, kWrong);
    accounts.answer_all();
    EXPECT_HAS(told(other), " 904 ");
  }
  EXPECT_TRUE(clients.closed.contains(other));
  EXPECT_EQ(accounts.asked.size(), 3u);
}

TEST_F(IrcAccounts, WhatIsSaidBeforeTheAnswer_Waits) {
  const auto client = connect();
  clients.type(client, "AUTHENTICATE PLAIN");
  clients.type(client, kWrong);
  clients.type(client, "AUTHENTICATE PLAIN");
  clients.type(client, kRight);
  introduce(client, "ada");
  clients.type(client, "JOIN #lobby");
  EXPECT_EQ(accounts.asked.size(), 1u) << "one question at a time";
  told(client);
  accounts.answer_all();
  EXPECT_HAS(told(client), " 904 ");
  EXPECT_EQ(accounts.asked.size(), 2u);
  accounts.answer_all();
  const std::string lines = told(client);
  EXPECT_HAS(lines, " 001 ada ");
  EXPECT_HAS(lines, "JOIN #lobby");
}

TEST_F(IrcAccounts, Pass_NamesTheAccountOrTheNickDoes) {
  const auto named = connect();
  clients.type(named, "PASS Ada:swordfish");
  introduce(named, "countess");
  accounts.answer_all();
  EXPECT_HAS(told(named), " 001 countess ");
  const auto by_nick = connect();
  clients.type(by_nick, "PASS swordfish");
  introduce(by_nick, "ada");
  accounts.answer_all();
  EXPECT_HAS(told(by_nick), " 001 ada ");
  const auto wrong = connect();
  clients.type(wrong, "PASS nope");
  introduce(wrong, "ada2");
  accounts.answer_all();
  EXPECT_HAS(told(wrong), " 464 ada2 :Password incorrect");
  EXPECT_TRUE(clients.closed.contains(wrong));
}

TEST_F(IrcAccounts, Certificate_LogsIn) {
  const auto client = connect("c0ffee");
  clients.type(client, "AUTHENTICATE EXTERNAL");
  clients.type(client, "AUTHENTICATE +");
  introduce(client, "ada");
  EXPECT_HAS(told(client), " 001 ada ");
  const auto stranger = connect("bad");
  clients.type(stranger, "AUTHENTICATE EXTERNAL");
  clients.type(stranger, "AUTHENTICATE +");
  EXPECT_HAS(told(stranger), " 904 ");
  const auto without = connect();
  clients.type(without, "AUTHENTICATE EXTERNAL");
  clients.type(without, "AUTHENTICATE +");
  EXPECT_HAS(told(without), " 904 ");
}

TEST_F(IrcAccounts, Rubbish_IsRefused) {
  const auto client = connect();
  clients.type(client, "AUTHENTICATE CRAM-MD5");
  EXPECT_HAS(told(client), " 908 ");
  for (const char* credentials : {"!!!!", "AAAA", "YWRh", "AGFkYQ="}) {
    const auto other = connect();
    clients.type(other, "AUTHENTICATE PLAIN");
    clients.type(other, std::string("AUTHENTICATE ") + credentials);
    EXPECT_HAS(told(other), " 904 ");
  }
  clients.type(client, "AUTHENTICATE PLAIN");
  for (int piece = 0; piece < 5; ++piece) clients.type(client, "AUTHENTICATE " + std::string(400, 'A'));
  EXPECT_HAS(told(client), " 905 ");
  clients.type(client, "AUTHENTICATE PLAIN");
  clients.type(client, "AUTHENTICATE *");
  EXPECT_HAS(told(client), " 906 ");
  EXPECT_TRUE(accounts.asked.empty());
}

TEST_F(IrcAccounts, ManyWhoDoNotLogIn_LeavePlacesToOthers) {
  for (int i = 0; i < 16; ++i) EXPECT_FALSE(clients.closed.contains(connect()));
  EXPECT_TRUE(clients.closed.contains(connect())) << "of one host";
  int taken = 0;
  for (int host = 2; host < 250; ++host) {
    const std::string remote = "192.0.2." + std::to_string(host) + ":5555";
    for (int i = 0; i < 2; ++i) taken += clients.closed.contains(clients.connect({.remote = remote, .over_tls = true})) ? 0 : 1;
  }
  EXPECT_EQ(taken, 256 - 16);
  const auto here = clients.connect();
  introduce(here, "bob");
  EXPECT_HAS(told(here), " 001 bob ") << "those of this machine come in all the same";
}

TEST_F(IrcAccounts, ClientGoneBeforeTheAnswer_IsNoTrouble) {
  const auto client = connect();
  clients.type(client, "AUTHENTICATE PLAIN");
  clients.type(client, kRight);
  clients.drop(client, "closed by the other side");
  accounts.answer_all();
  EXPECT_EQ(accounts.asked.size(), 1u);
}

TEST_F(IrcAccounts, OthersAreTold_WhoLogsIn) {
  const auto watcher = connect("c0ffee");
  clients.type(watcher, "CAP REQ :account-notify extended-join account-tag");
  clients.type(watcher, "AUTHENTICATE EXTERNAL");
  clients.type(watcher, "AUTHENTICATE +");
  introduce(watcher, "watcher");
  clients.type(watcher, "CAP END");
  clients.type(watcher, "JOIN #lobby");
  const auto client = clients.connect();  // of this machine: it need not log in
  introduce(client, "bob");
  clients.type(client, "JOIN #lobby");
  told(watcher);
  clients.type(client, "AUTHENTICATE PLAIN");
  clients.type(client, kRight);
  accounts.answer_all();
  EXPECT_HAS(told(watcher), "ACCOUNT ada");
}

}  // namespace
}  // namespace frontend::irc
