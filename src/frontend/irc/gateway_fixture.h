// A gateway whose session, clients and clock a test has in hand. Linked into no program.
#pragma once

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "frontend/irc/fake_clients.h"
#include "frontend/irc/gateway.h"
#include "frontend/irc/setting_json.h"
#include "frontend/line/fakes.h"

namespace frontend::irc {

using namespace std::chrono_literals;

inline const std::string kSelf(64, 'a');
inline const std::string kOther(64, 'b');

class IrcGateway : public testing::Test {
 protected:
  IrcGateway() {
    session.member_list = {{.node = kSelf, .nick = "gate", .address = "", .here = true, .leads = true, .self = true},
                           {.node = kOther, .nick = "olga", .address = "", .here = true, .leads = false, .self = false}};
    EXPECT_TRUE(gateway.listen("127.0.0.1:6667"));
  }
  void ready() { gateway.event(node::Ready{kSelf, "gate", ""}); }

  env::ClientId enter(const std::string& nick, const std::string& capabilities = "") {
    const env::ClientId client = clients.connect();
    if (!capabilities.empty()) clients.type(client, "CAP REQ :" + capabilities);
    clients.type(client, "NICK " + nick);
    clients.type(client, "USER " + nick + " 0 * :Real " + nick);
    if (!capabilities.empty()) clients.type(client, "CAP END");
    return client;
  }
  // Several who are in #den, each told all of it.
  std::vector<env::ClientId> meet(const std::vector<std::string>& nicks) {
    std::vector<env::ClientId> met;
    for (const std::string& nick : nicks) met.push_back(enter(nick));
    for (const env::ClientId client : met) clients.type(client, "JOIN #den");
    turn();
    for (const env::ClientId client : met) told(client);
    return met;
  }
  // What was sent since the last time.
  std::string told(env::ClientId client) { return std::exchange(clients.sent[client], {}); }
  void turn() {
    gateway.step();
    for (const auto& [name, value] : std::exchange(session.settings, {})) {
      gateway.event(node::Setting{.node = kSelf, .name = name, .value = value, .at = ++at});
    }
  }
  // What session and log would make of what clients said.
  void echo() {
    for (const node::Saying& saying : std::exchange(session.sayings, {})) {
      node::Message message;
      message.id = "id" + std::to_string(++echoed);
      message.room = saying.room;
      message.nick = saying.as;
      message.node = kSelf;
      message.to = saying.node;
      message.to_user = saying.to_user;
      message.text = saying.text;
      message.notice = saying.notice;
      message.tags = saying.tags;
      message.own = true;
      message.said_at = clock.wall_time;
      gateway.event(message);
      gateway.event(node::Acknowledged{.id = message.id});
    }
  }
  node::Message said(const std::string& nick, const std::string& text, const std::string& room = "lobby") {
    node::Message message;
    message.id = "r" + std::to_string(++echoed);
    message.room = room;
    message.nick = nick;
    message.node = kOther;
    message.text = text;
    message.said_at = clock.wall_time;
    return message;
  }
  void remote_user(const std::string& place, const std::string& nick, const std::set<std::string>& rooms) {
    User user;
    user.nick = nick;
    user.real_name = nick;
    user.rooms = rooms;
    user.since = clock.wall_time - 1h;
    gateway.event(node::Setting{.node = kOther, .name = place, .value = to_json(user), .at = ++at});
  }

  line::FakeSession session;
  FakeClients clients;
  line::FakeClock clock;
  Gateway gateway{session, clients, clock, {.version = "1"}};
  std::uint64_t at = 0;
  int echoed = 0;
};

#define EXPECT_HAS(text, part) EXPECT_NE((text).find(part), std::string::npos) << (text)
#define EXPECT_HAS_NOT(text, part) EXPECT_EQ((text).find(part), std::string::npos) << (text)

}  // namespace frontend::irc
