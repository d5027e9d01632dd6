#include "frontend/line/text_presenter.h"

#include <gtest/gtest.h>

#include "frontend/line/fakes.h"

namespace frontend::line {
namespace {

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

constexpr base::WallTime kSaidAt{10h + 41min};

struct TextPresenterTest : testing::Test {
  FakeConsole console;
  TextPresenter presenter{console, {}};

  void happens(const node::Event& event, std::size_t unacknowledged = 0) {
    presenter.event(event, "lobby", unacknowledged);
  }
  void says(const std::string& nick, const std::string& text) { happens(said(nick, text)); }
  static node::Message said(const std::string& nick, const std::string& text) {
    return {.id = "m", .room = "lobby", .nick = nick, .node = nick, .text = text, .said_at = kSaidAt};
  }
  Lines shown() { return std::exchange(console.shown, {}); }
};

TEST_F(TextPresenterTest, Message_InTheRoom_TimeNickText) {
  says("bob", "hello");
  EXPECT_EQ(shown(), Lines{"10:41 <bob> hello"});
}

TEST_F(TextPresenterTest, Message_LocalTime_FollowsTheOffsetOfThatMoment) {
  TextPresenter elsewhere{console, {.utc_offset = [](base::WallTime) { return 2h; }}};
  elsewhere.event(said("bob", "hello"), "lobby", 0);
  EXPECT_EQ(shown(), Lines{"12:41 <bob> hello"});
}

TEST_F(TextPresenterTest, Message_FetchedFromThePast_IsNoNews) {
  node::Message old = said("bob", "long ago");
  old.late = old.past = true;
  happens(old);
  old.room = "garden";
  happens(old);
  EXPECT_EQ(shown(), Lines{});
}

TEST_F(TextPresenterTest, Message_Action_ShownAsOne) {
  says("bob", "/me waves");
  EXPECT_EQ(shown(), Lines{"10:41 * bob waves"});
}

TEST_F(TextPresenterTest, Message_Late_Marked) {
  node::Message message = said("bob", "hello");
  message.late = true;
  happens(message);
  EXPECT_EQ(shown(), Lines{"10:41 (late) <bob> hello"});
}

TEST_F(TextPresenterTest, Message_ForOneMember_SaysFromWhomToWhom) {
  happens(node::LeaderChanged{.node = "n", .nick = "n"});
  happens(node::MemberChanged{node::Change::kJoined, "b1", "bob"});
  shown();
  node::Message message = said("bob", "hello");
  message.room.clear();
  message.to = "a1";
  happens(message);
  message.text = "/me waves";
  happens(message);
  message = said("alice", "hello");
  message.room.clear();
  message.own = true;
  message.to = "b1";
  happens(message);
  message.to = "c123456789";
  happens(message);
  EXPECT_EQ(shown(), (Lines{"10:41 [bob -> you] hello", "10:41 [bob -> you] * bob waves",
                            "10:41 [you -> bob] hello", "10:41 [you -> c1234567] hello"}));
}

TEST_F(TextPresenterTest, Message_FromStranger_IsMadePrintable) {
  says("b\x1B[1mob", "\x1B[2Jgone\n10:41 <alice> forged");
  EXPECT_EQ(shown(), Lines{"10:41 <b␛[1mob> ␛[2Jgone␊10:41 <alice> forged"});
}

TEST_F(TextPresenterTest, OwnMessage_TerminalEchoesIt_NotShownTwice) {
  TextPresenter terminal{console, {.show_own = false}};
  node::Message own = said("alice", "hello");
  own.own = true;
  terminal.event(own, "lobby", 0);
  EXPECT_EQ(shown(), Lines{});
  happens(own);
  EXPECT_EQ(shown(), Lines{"10:41 <alice> hello"});
}

TEST_F(TextPresenterTest, Message_InAnotherRoom_MentionedOnceUntilJoined) {
  node::Message elsewhere = said("bob", "hello");
  elsewhere.room = "garden";
  happens(elsewhere);
  happens(elsewhere);
  EXPECT_EQ(shown(), Lines{"* bob speaks in room garden; /join garden shows it."});
  presenter.room_joined("garden", {elsewhere});
  EXPECT_EQ(shown(), (Lines{"* You are in room garden now.", "10:41 <bob> hello"}));
}

TEST_F(TextPresenterTest, RoomJoined_LongHistory_ShowsTheEndOfIt) {
  presenter.room_joined("garden", std::vector<node::Message>(25, said("bob", "hello")));
  const Lines lines = shown();
  EXPECT_EQ(lines.size(), 22u);
  EXPECT_EQ(lines[1], "* 5 earlier lines; /history shows all.");
}

TEST_F(TextPresenterTest, Ready_Always_SaysWhoWhereAndHowToJoin) {
  happens(node::Ready{.node = "a1", .nick = "alice", .listen = "127.0.0.1:4000"});
  EXPECT_EQ(shown(), (Lines{"* You are alice, in group home, room lobby, at 127.0.0.1:4000.",
                            "* Others on this machine join with:  conclave NICK",
                            "* Type a line to say it, /invite to let somebody in, /help for the commands, /quit to leave."}));
}

TEST_F(TextPresenterTest, Members_MetWhileJoining_WereHereBefore) {
  happens(node::MemberChanged{node::Change::kJoined, "b1", "bob"});
  happens(node::LeaderChanged{.node = "b1", .nick = "bob"});
  happens(node::MemberChanged{node::Change::kJoined, "c1", "carol"});
  EXPECT_EQ(shown(), (Lines{"* bob is here", "* bob relays here", "* carol joined"}));
}

TEST_F(TextPresenterTest, Members_ComeAndGo_Noticed) {
  using node::Change;
  happens(node::LeaderChanged{.node = "a1", .nick = "alice", .self = true});
  happens(node::MemberChanged{Change::kJoined, "b1", "bob"});
  happens(node::MemberChanged{Change::kNick, "b1", "robert"});
  happens(node::MemberChanged{Change::kDown, "b1", "robert"});
  happens(node::MemberChanged{Change::kUp, "b1", "robert"});
  happens(node::MemberChanged{Change::kLeft, "b1", "robert"});
  EXPECT_EQ(shown(), (Lines{"* bob joined", "* bob is robert now", "* robert is gone: no word from there",
                            "* robert is back", "* robert left"}));
}

TEST_F(TextPresenterTest, MemberStartedAgain_OldOneGivenUp_IsToldApart) {
  using node::Change;
  happens(node::LeaderChanged{.node = "b1", .nick = "bob"});
  happens(node::MemberChanged{Change::kJoined, "a1", "alice"});
  happens(node::MemberChanged{Change::kJoined, "a2", "alice"});
  shown();
  happens(node::MemberChanged{Change::kDown, "a1", "alice"});
  EXPECT_EQ(shown(), Lines{"* The earlier alice is gone: no word from there"});
}

TEST_F(TextPresenterTest, OwnMembership_Changes_OnlyTheNickIsNews) {
  happens(node::Ready{.node = "a1", .nick = "alice", .listen = "127.0.0.1:4000"});
  shown();
  happens(node::MemberChanged{node::Change::kJoined, "a1", "alice"});
  EXPECT_EQ(shown(), Lines{});
  happens(node::MemberChanged{node::Change::kNick, "a1", "alicia"});
  EXPECT_EQ(shown(), Lines{"* You are alicia now"});
}

TEST_F(TextPresenterTest, Leader_FirstOneHeardOf_IsNoTakeover) {
  happens(node::LeaderChanged{.node = "b1", .nick = "bob"});
  EXPECT_EQ(shown(), Lines{"* bob relays here"});
}

TEST_F(TextPresenterTest, Leader_OneselfWhileAlone_IsNoNews) {
  happens(node::LeaderChanged{.node = "a1", .nick = "alice", .self = true});
  EXPECT_EQ(shown(), Lines{});
  happens(node::LeaderChanged{.node = "b1", .nick = "bob"});
  EXPECT_EQ(shown(), Lines{"* bob relays here"});
}

TEST_F(TextPresenterTest, Leader_TakenOver_SaysNothingWasLost) {
  happens(node::LeaderChanged{.node = "b1", .nick = "bob"});
  happens(node::LeaderChanged{.node = "c1", .nick = "carol"});
  happens(node::LeaderChanged{.node = "a1", .nick = "alice", .self = true});
  EXPECT_EQ(shown(), (Lines{"* bob relays here", "* carol relays now; nothing was lost",
                            "* You relay now; nothing was lost"}));
}

TEST_F(TextPresenterTest, Leader_TakenOverWithLinesUnderway_SaysTheyAreSentAgain) {
  happens(node::LeaderChanged{.node = "b1", .nick = "bob"});
  shown();
  happens(node::LeaderChanged{.node = "c1", .nick = "carol"}, 1);
  EXPECT_EQ(shown(), Lines{"* carol relays now; 1 line of yours on the way again"});
}

TEST_F(TextPresenterTest, MemberList_SeveralMembers_LinedUp) {
  presenter.members({{.node = "a1", .nick = "alice", .address = "127.0.0.1:1", .here = true, .leads = true},
                     {.node = "b1", .nick = "bo", .address = "127.0.0.1:2", .here = true, .self = true},
                     {.node = "z1", .nick = "zoë", .address = "127.0.0.1:3"}});
  EXPECT_EQ(shown(), (Lines{"* 2 here:", "*   alice  127.0.0.1:1  relays", "*   bo     127.0.0.1:2  you",
                            "*   zoë    127.0.0.1:3  away"}));
}

TEST_F(TextPresenterTest, History_OwnLinesToo_AllShown) {
  node::Message own = said("alice", "mine");
  own.own = true;
  TextPresenter terminal{console, {.show_own = false}};
  terminal.history("lobby", {said("bob", "hello"), own});
  EXPECT_EQ(shown(), (Lines{"* Room lobby, 2 lines:", "10:41 <bob> hello", "10:41 <alice> mine",
                            "* End of the history."}));
}

TEST_F(TextPresenterTest, Why_SeveralLines_EachANotice) {
  presenter.why("bob leads\n  because it joined first");
  EXPECT_EQ(shown(), (Lines{"* bob leads", "*   because it joined first"}));
}

}  // namespace
}  // namespace frontend::line
