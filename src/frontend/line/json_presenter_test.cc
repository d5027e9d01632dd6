#include "frontend/line/json_presenter.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "frontend/line/fakes.h"

namespace frontend::line {
namespace {

using Json = nlohmann::json;

node::Message message_with(std::string id, std::string text) {
  node::Message message;
  message.id = std::move(id);
  message.text = std::move(text);
  return message;
}

struct JsonPresenterTest : testing::Test {
  FakeConsole console;
  FakeClock clock;
  JsonPresenter presenter{console, clock};

  std::string shown_for(const node::Event& event) {
    presenter.event(event, "lobby", 0);
    return console.shown.back();
  }
};

TEST_F(JsonPresenterTest, EveryEvent_Shown_HasExactlyTheContractsKeys) {
  EXPECT_EQ(
      shown_for(node::Ready{.node = "a1", .nick = "alice", .listen = "127.0.0.1:4000"}),
      R"({"type":"ready","time":"2025-11-23T05:18:35.000Z","node":"a1","nick":"alice","listen":"127.0.0.1:4000"})");
  EXPECT_EQ(shown_for(node::Acknowledged{"m1"}),
            R"({"type":"acknowledged","time":"2025-11-23T05:18:35.000Z","id":"m1"})");
  EXPECT_EQ(
      shown_for(node::MemberChanged{node::Change::kJoined, "b1", "bob"}),
      R"({"type":"member","time":"2025-11-23T05:18:35.000Z","change":"joined","node":"b1","nick":"bob"})");
  EXPECT_EQ(shown_for(node::LeaderChanged{.node = "b1", .nick = "bob", .self = true}),
            R"({"type":"leader","time":"2025-11-23T05:18:35.000Z","node":"b1","nick":"bob","self":true})");
  EXPECT_EQ(shown_for(node::Failure{.code = "lost", .message = "Gone."}),
            R"({"type":"error","time":"2025-11-23T05:18:35.000Z","code":"lost","message":"Gone."})");
}

TEST_F(JsonPresenterTest, Message_Shown_CarriesTheTimeItWasSaid) {
  EXPECT_EQ(
      shown_for(node::Message{.id = "m1",
                              .room = "garden",
                              .nick = "bob",
                              .node = "b1",
                              .text = "hi",
                              .said_at = base::WallTime{std::chrono::milliseconds{1}},
                              .late = true}),
      R"({"type":"message","time":"1970-01-01T00:00:00.001Z","id":"m1","room":"garden","to":"","nick":"bob",)"
      R"("node":"b1","text":"hi","late":true,"own":false})");
}

TEST_F(JsonPresenterTest, MemberChanges_EveryKind_HasItsWord) {
  using node::Change;
  std::vector<std::string> words;
  for (const Change change : {Change::kUp, Change::kDown, Change::kJoined, Change::kLeft, Change::kNick}) {
    words.push_back(Json::parse(shown_for(node::MemberChanged{change, "b1", "bob"}))["change"]);
  }
  EXPECT_EQ(words, (std::vector<std::string>{"up", "down", "joined", "left", "nick"}));
}

TEST_F(JsonPresenterTest, StrangeText_Shown_IsAsciiAndLosesNothing) {
  const std::string text = "\x1B[2J\x7F\u009B \u202E 日本 \"quoted\"\n";
  const std::string shown = shown_for(message_with("m1", text));
  for (const char byte : shown) EXPECT_TRUE(byte >= 0x20 && byte < 0x7F);
  EXPECT_EQ(Json::parse(shown)["text"], text);
}

TEST_F(JsonPresenterTest, InvalidUtf8_Shown_IsReplaced) {
  EXPECT_EQ(Json::parse(shown_for(message_with("m1", "a\xFFz")))["text"], "a\uFFFDz");
}

TEST_F(JsonPresenterTest, History_TwoMessages_OneObjectEachAndAnEnd) {
  presenter.history("lobby", {message_with("m1", "one"), message_with("m2", "two")});
  ASSERT_EQ(console.shown.size(), 3u);
  EXPECT_EQ(Json::parse(console.shown[0])["type"], "history");
  EXPECT_EQ(Json::parse(console.shown[1])["id"], "m2");
  EXPECT_EQ(Json::parse(console.shown[2])["type"], "history_end");
  EXPECT_EQ(Json::parse(console.shown[2])["count"], 2);
}

TEST_F(JsonPresenterTest, Leader_NoneOrOne_ErrorOrLeaderEvent) {
  presenter.leader(nullptr);
  EXPECT_EQ(Json::parse(console.shown.back())["code"], "no_leader");
  const node::MemberInfo bob{.node = "b1", .nick = "bob", .address = "127.0.0.1:1", .leads = true};
  presenter.leader(&bob);
  EXPECT_EQ(Json::parse(console.shown.back())["type"], "leader");
}

TEST_F(JsonPresenterTest, Members_Listed_OneObject) {
  presenter.members({{.node = "b1", .nick = "bob", .address = "127.0.0.1:1", .here = true}});
  const Json shown = Json::parse(console.shown.back());
  EXPECT_EQ(shown["type"], "members");
  EXPECT_EQ(shown["members"][0]["nick"], "bob");
  EXPECT_EQ(shown["members"][0]["here"], true);
}

}  // namespace
}  // namespace frontend::line
