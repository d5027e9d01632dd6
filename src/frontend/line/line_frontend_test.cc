#include "frontend/line/line_frontend.h"

#include <gtest/gtest.h>

#include "frontend/line/fakes.h"
#include "frontend/line/text_presenter.h"

namespace frontend::line {
namespace {

using namespace std::chrono_literals;
using Said = std::pair<std::string, std::string>;

struct LineFrontendTest : testing::Test {
  FakeSession session;
  FakeConsole console;
  FakeClock clock;
  TextPresenter presenter{console, {}};
  LineFrontend frontend{session, console, clock, presenter, {}};

  void type(std::string line) { console.input->line_typed(std::move(line)); }
  std::string last_shown() const { return console.shown.empty() ? "" : console.shown.back(); }
  void acknowledge_all() {
    session.unacknowledged_count = 0;
    frontend.step();
  }
};

TEST_F(LineFrontendTest, PlainLine_Typed_IsSaidInTheRoom) {
  type("hello");
  type("//slash");
  EXPECT_EQ(session.said, (std::vector<Said>{{"lobby", "hello"}, {"lobby", "/slash"}}));
}

TEST_F(LineFrontendTest, Msg_Typed_IsSaidToThatMemberAlone) {
  session.member_list = {{.node = "bbbbbbbb01", .nick = "bob", .address = "", .here = true}};
  type("/msg bob  are you there?");
  type("/msg bbbbbbbb really");
  EXPECT_EQ(session.said_to, (std::vector<Said>{{"bbbbbbbb01", "are you there?"}, {"bbbbbbbb01", "really"}}));
  EXPECT_TRUE(session.said.empty());
}

TEST_F(LineFrontendTest, Msg_ThatCannotBeSent_IsNotSaidInTheRoom) {
  type("/msg bob hi");
  EXPECT_EQ(last_shown().substr(0, 45), "! There is no member called bob, so nothing w");
  type("/msg bob");
  EXPECT_EQ(last_shown(), "! This command is used as: /msg NICK TEXT");
  session.member_list = {{.node = "bbbbbbbb01", .nick = "bob", .address = "", .here = true}};
  session.say_error = "You were removed from the group.";
  type("/msg bob hi");
  EXPECT_EQ(last_shown(), "! You were removed from the group.");
  EXPECT_TRUE(session.said.empty());
  EXPECT_TRUE(session.said_to.empty());
}

TEST_F(LineFrontendTest, Line_SessionRefuses_ReasonShown) {
  session.say_error = "That line is too long: 16384 bytes are the most.";
  type("x");
  EXPECT_EQ(last_shown(), "! That line is too long: 16384 bytes are the most.");
}

TEST_F(LineFrontendTest, Join_ThenSpeaking_UsesTheNewRoom) {
  type("/join #garden");
  type("hello");
  EXPECT_EQ(session.said, (std::vector<Said>{{"garden", "hello"}}));
}

TEST_F(LineFrontendTest, Nick_Typed_ReachesTheSessionOrSaysWhyNot) {
  type("/nick bobby");
  EXPECT_EQ(session.nick_set, "bobby");
  session.nick_error = "That nick is taken by somebody here.";
  type("/nick carol");
  EXPECT_EQ(last_shown(), "! That nick is taken by somebody here.");
}

TEST_F(LineFrontendTest, UnknownCommand_Typed_SaysSoAndSaysNothing) {
  type("/dance");
  EXPECT_TRUE(session.said.empty());
  EXPECT_EQ(last_shown().substr(0, 29), "! There is no command /dance;");
}

TEST_F(LineFrontendTest, EndOfInput_EverythingAcknowledged_LeavesWithZero) {
  console.input->input_ended();
  frontend.step();
  EXPECT_EQ(frontend.exit_code(), 0);
  EXPECT_TRUE(session.left);
}

TEST_F(LineFrontendTest, EndOfInput_LinesUnacknowledged_WaitsForThem) {
  type("hello");
  console.input->input_ended();
  frontend.step();
  EXPECT_FALSE(frontend.exit_code());
  EXPECT_EQ(frontend.next_deadline(), clock.instant + 10s);
  EXPECT_FALSE(session.left);
  acknowledge_all();
  EXPECT_EQ(frontend.exit_code(), 0);
  EXPECT_TRUE(session.left);
}

TEST_F(LineFrontendTest, EndOfInput_NeverAcknowledged_SaysHowManyAndFails) {
  type("one");
  type("two");
  console.input->input_ended();
  clock.instant += 10s - 1us;
  frontend.step();
  EXPECT_FALSE(frontend.exit_code());
  clock.instant += 1us;
  frontend.step();
  EXPECT_EQ(frontend.exit_code(), 1);
  EXPECT_TRUE(session.left);
  EXPECT_EQ(last_shown(), "! 2 lines were not acknowledged in time: nobody may have seen them.");
}

TEST_F(LineFrontendTest, EndOfInput_CompanyNeededAndNoneMet_WaitsThenFails) {
  LineFrontend joining{session, console, clock, presenter, {.needs_company = true}};
  session.member_list = {{.node = "a1", .nick = "alice", .address = "", .here = true, .self = true}};
  type("hello");
  session.unacknowledged_count = 0;
  console.input->input_ended();
  joining.step();
  EXPECT_FALSE(joining.exit_code());
  clock.instant += 10s;
  joining.step();
  EXPECT_EQ(joining.exit_code(), 1);
  EXPECT_EQ(last_shown().substr(0, 23), "! No peer was reached, ");
}

TEST_F(LineFrontendTest, EndOfInput_CompanyNeededAndMet_LeavesWithZero) {
  LineFrontend joining{session, console, clock, presenter, {.needs_company = true}};
  session.member_list = {{.node = "b1", .nick = "bob", .address = "", .here = true}};
  type("hello");
  session.unacknowledged_count = 0;
  console.input->input_ended();
  joining.step();
  EXPECT_EQ(joining.exit_code(), 0);
}

TEST_F(LineFrontendTest, EndOfInput_CompanyThatLeftMeanwhile_LeavesWithZero) {
  LineFrontend joining{session, console, clock, presenter, {.needs_company = true}};
  session.report(node::Ready{"a1", "alice", "127.0.0.1:1"});
  session.report(node::MemberChanged{node::Change::kJoined, "a1", "alice"});
  session.report(node::MemberChanged{node::Change::kJoined, "b1", "bob"});
  type("hello");
  session.unacknowledged_count = 0;
  session.report(node::MemberChanged{node::Change::kLeft, "b1", "bob"});
  console.input->input_ended();
  joining.step();
  EXPECT_EQ(joining.exit_code(), 0);
}

TEST_F(LineFrontendTest, Invite_Typed_ShowsTheLinkOfOneForOne) {
  LineFrontend inviting{session, console, clock, presenter, {.to_link = [](const node::Invite&) { return "the link"; }}};
  type("/invite");
  ASSERT_EQ(session.invited.size(), 1u);
  EXPECT_EQ(session.invited[0].uses, 1u);
  EXPECT_EQ(last_shown(), "the link");
  session.invite_error = "Not yet.";
  type("/invite");
  EXPECT_EQ(last_shown(), "! Not yet.");
}

TEST_F(LineFrontendTest, Members_Typed_ShowsWhoBelongsAndByWhom) {
  session.belonging_list = {{.node = "a1", .nick = "alice", .admitted_by = "a1", .since = {}, .self = true},
                            {.node = "b1", .nick = "bob", .admitted_by = "a1", .since = {}, .removed_by = "a1"}};
  type("/members");
  EXPECT_EQ(last_shown(), "*   b1  bob  let in by alice  removed by alice");
}

TEST_F(LineFrontendTest, Remove_Typed_RemovesOrSaysWhyNot) {
  type("/remove bob");
  EXPECT_EQ(session.removed, std::vector<std::string>{"bob"});
  session.remove_error = "He came first.";
  type("/remove bob");
  EXPECT_EQ(last_shown(), "! He came first.");
  type("/remove");
  EXPECT_EQ(last_shown(), "! This command is used as: /remove WHO");
}

TEST_F(LineFrontendTest, Quit_Typed_LeavesAndIgnoresWhatFollows) {
  type("hello");
  type("/quit");
  type("not said");
  EXPECT_EQ(session.said.size(), 1u);
  acknowledge_all();
  EXPECT_EQ(frontend.exit_code(), 0);
}

TEST_F(LineFrontendTest, Interrupt_LinesUnacknowledged_WaitsOneSecond) {
  type("hello");
  frontend.interrupt();
  EXPECT_EQ(frontend.next_deadline(), clock.instant + 1s);
  clock.instant += 1s;
  frontend.step();
  EXPECT_EQ(frontend.exit_code(), 1);
}

TEST_F(LineFrontendTest, Interrupt_AfterEndOfInput_ShortensTheWait) {
  type("hello");
  console.input->input_ended();
  frontend.interrupt();
  EXPECT_EQ(frontend.next_deadline(), clock.instant + 1s);
}

TEST_F(LineFrontendTest, ManyLines_NotAcknowledged_PauseInputUntilHalfAre) {
  for (std::size_t i = 0; i < LineFrontend::kUnacknowledgedMax - 1; ++i) type("x");
  EXPECT_FALSE(console.paused);
  type("x");
  EXPECT_TRUE(console.paused);
  session.unacknowledged_count = LineFrontend::kUnacknowledgedResume + 1;
  frontend.step();
  EXPECT_TRUE(console.paused);
  session.unacknowledged_count = LineFrontend::kUnacknowledgedResume;
  frontend.step();
  EXPECT_FALSE(console.paused);
}

TEST_F(LineFrontendTest, AnswersNotRead_PauseInputAndWaitWithLeaving) {
  console.behind = true;
  type("/history");
  EXPECT_TRUE(console.paused);
  console.input->input_ended();
  frontend.step();
  EXPECT_FALSE(frontend.exit_code());
  console.behind = false;
  frontend.step();
  EXPECT_FALSE(console.paused);
  EXPECT_EQ(frontend.exit_code(), 0);
}

TEST_F(LineFrontendTest, Leader_Asked_TellsWhoOrThatThereIsNone) {
  type("/leader");
  EXPECT_EQ(last_shown(), "* Nobody relays just now; lines said are kept until somebody does.");
  session.member_list = {
      {.node = "n1", .nick = "alice", .address = "127.0.0.1:1", .here = true, .leads = true}};
  type("/leader");
  EXPECT_EQ(last_shown(), "* alice relays, at 127.0.0.1:1.");
}

}  // namespace
}  // namespace frontend::line
