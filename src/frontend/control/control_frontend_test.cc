#include "frontend/control/control_frontend.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "frontend/line/fakes.h"

namespace frontend::control {
namespace {

using nlohmann::json;

class FakeClients : public env::Clients {
 public:
  base::Result<std::string> listen(const env::ClientDoor& door, Listener& to) override {
    if (!listen_error.empty()) return base::Error{listen_error};
    listener = &to;
    return door.address;
  }
  void send(env::ClientId client, std::string_view bytes) override { sent[client] += bytes; }
  void close(env::ClientId, std::string_view) override {}
  void pause_reading(env::ClientId, bool) override {}

  Listener* listener = nullptr;
  std::map<env::ClientId, std::string> sent;
  std::string listen_error;
};

node::MemberInfo member(const std::string& node, const std::string& nick) {
  node::MemberInfo info;
  info.node = node;
  info.nick = nick;
  info.address = "127.0.0.1:1";
  info.here = true;
  return info;
}

node::Belonging belonging(const std::string& node, const std::string& nick, const std::string& words) {
  node::Belonging who;
  who.node = node;
  who.nick = nick;
  who.words = words;
  return who;
}

class Control : public testing::Test {
 protected:
  json ask(const std::string& request) {
    return json::parse(
        answer(session_, {.group = "sea", .to_link = [](const auto&) { return "conclave:x"; }}, request));
  }
  std::string refusal_of(const std::string& request) {
    const json answered = ask(request);
    EXPECT_EQ(answered.at("ok"), false) << answered.dump();
    return answered.value("message", "");
  }

  line::FakeSession session_;
};

TEST_F(Control, Status_NamesOneselfTheLeaderAndWhoIsHere) {
  auto ada = member("aaaaaaaa11", "ada"), bob = member("bbbbbbbb22", "bob"),
       eve = member("eeeeeeee33", "eve");
  ada.self = bob.leads = true;
  eve.here = false;
  session_.member_list = {ada, bob, eve};
  session_.unacknowledged_count = 3;
  const json status = ask(R"({"request":"status"})");
  EXPECT_EQ(status.at("nick"), "ada");
  EXPECT_EQ(status.at("listen"), "127.0.0.1:1");
  EXPECT_EQ(status.at("group"), "sea");
  EXPECT_EQ(status.at("leader").at("nick"), "bob");
  EXPECT_EQ(status.at("here").size(), 2u);
  EXPECT_EQ(status.at("unacknowledged"), 3);
}

TEST_F(Control, Status_WithoutALeader_SaysNull) {
  EXPECT_TRUE(ask(R"({"request":"status"})").at("leader").is_null());
}

TEST_F(Control, Why_IsTheSessionsDerivation) {
  session_.why = "because";
  EXPECT_EQ(ask(R"({"request":"why"})").at("text"), "because");
}

TEST_F(Control, Invite_TermsArePassedOn_AndTheLinkComesBack) {
  const json answered = ask(R"({"request":"invite","uses":5,"seconds":60})");
  EXPECT_EQ(answered.at("link"), "conclave:x");
  ASSERT_EQ(session_.invited.size(), 1u);
  EXPECT_EQ(session_.invited.front().uses, 5u);
  EXPECT_EQ(session_.invited.front().valid_for, std::chrono::seconds(60));
}

TEST_F(Control, Invite_TermsBeyondTheirLimits_AreRefused) {
  for (const char* request :
       {R"({"request":"invite","uses":0})", R"({"request":"invite","uses":1001})",
        R"({"request":"invite","seconds":0})", R"({"request":"invite","seconds":99999999999})",
        R"({"request":"invite","uses":"many"})"}) {
    EXPECT_FALSE(refusal_of(request).empty()) << request;
  }
  EXPECT_TRUE(session_.invited.empty());
}

TEST_F(Control, Remove_IsPassedOn_AndItsRefusalComesBack) {
  EXPECT_EQ(ask(R"({"request":"remove","who":"eve"})").at("ok"), true);
  EXPECT_EQ(session_.removed, std::vector<std::string>{"eve"});
  session_.remove_error = "Not you.";
  EXPECT_EQ(refusal_of(R"({"request":"remove","who":"ada"})"), "Not you.");
}

TEST_F(Control, Members_AreThoseWhoBelong) {
  session_.belonging_list = {belonging("aaaaaaaa11", "ada", ""), belonging("bbbbbbbb22", "bob", "w")};
  session_.member_list = {member("bbbbbbbb22", "bob")};
  const json members = ask(R"({"request":"members"})").at("members");
  ASSERT_EQ(members.size(), 2u);
  EXPECT_EQ(members[0].at("here"), false);
  EXPECT_EQ(members[1].at("here"), true);
}

TEST_F(Control, Verify_ByNickOrDigits_AnswersWithTheWords) {
  session_.belonging_list = {belonging("aaaaaaaa11", "ada", ""), belonging("bbbbbbbb22", "bob", "six words"),
                             belonging("cccccccc33", "eve", "one"), belonging("dddddddd44", "eve", "two")};
  session_.belonging_list[0].self = true;
  EXPECT_EQ(ask(R"({"request":"verify","who":"bob"})").at("words"), "six words");
  EXPECT_EQ(ask(R"({"request":"verify","who":"dddddddd"})").at("words"), "two");
  EXPECT_NE(refusal_of(R"({"request":"verify","who":"eve"})").find("Several"), std::string::npos);
  EXPECT_NE(refusal_of(R"({"request":"verify","who":"ada"})").find("you"), std::string::npos);
  EXPECT_NE(refusal_of(R"({"request":"verify","who":"ddd"})").find("Nobody"), std::string::npos);
}

TEST_F(Control, Nonsense_IsRefusedInWords) {
  for (const char* request : {"", "nonsense", "[]", "{}", R"({"request":"fly"})", R"({"request":7})",
                              R"({"request":"verify","who":[]})"}) {
    EXPECT_FALSE(refusal_of(request).empty()) << request;
  }
}

TEST_F(Control, ManyClients_EachLineIsAnswered_AlsoInPieces) {
  FakeClients clients;
  ControlFrontend frontend(session_, clients, {.group = "sea", .to_link = {}});
  ASSERT_TRUE(frontend.start("unix:/x").ok());
  clients.listener->client_opened(1, {.remote = "unix"});
  clients.listener->client_opened(2, {.remote = "unix"});
  clients.listener->bytes_received(1, "{\"request\":");
  clients.listener->bytes_received(2, "nonsense\n");
  clients.listener->bytes_received(1, "\"why\"}\n\n");
  EXPECT_EQ(std::ranges::count(clients.sent[1], '\n'), 2);
  EXPECT_EQ(std::ranges::count(clients.sent[2], '\n'), 1);
  clients.listener->bytes_received(2, std::string(10'000, 'x') + "\n");
  EXPECT_NE(clients.sent[2].find("too long"), std::string::npos);
  clients.listener->client_closed(1, "gone");
}

TEST_F(Control, PlaceThatIsTaken_IsSaid) {
  FakeClients clients;
  clients.listen_error = "taken";
  ControlFrontend frontend(session_, clients, {.group = "sea", .to_link = {}});
  EXPECT_EQ(frontend.start("unix:/x").error().message, "taken");
}

}  // namespace
}  // namespace frontend::control
