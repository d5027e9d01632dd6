// The screen as people see it: frames of a fake terminal, compared with those in golden/.
// CONCLAVE_WRITE_GOLDEN=1 writes them anew, to be looked at before they are committed.
#include "frontend/tui/tui_frontend.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>

#include "frontend/line/fakes.h"
#include "frontend/tui/fake_terminal.h"
#include "frontend/tui/first_start.h"

namespace frontend::tui {
namespace {

using namespace std::chrono_literals;
using env::KeyKind;

void expect_golden(const FakeTerminal& terminal, const std::string& name) {
  const std::string path = std::string(CONCLAVE_SOURCE_DIR) + "/src/frontend/tui/golden/" + name + ".txt";
  if (std::getenv("CONCLAVE_WRITE_GOLDEN") != nullptr) std::ofstream(path) << terminal.text();
  std::ifstream file(path);
  std::ostringstream expected;
  expected << file.rdbuf();
  EXPECT_EQ(terminal.text(), expected.str()) << name;
}

class Screen : public testing::Test {
 protected:
  void start(env::ScreenSize size, TuiFrontend::Options options = {}) {
    terminal = std::make_unique<FakeTerminal>(size);
    session.member_list = {{"b0b", "bob", "127.0.0.1:4001", true, false, false},
                           {"ca401", "carol", "127.0.0.1:4002", true, true, false},
                           {"da4e", "dave", "127.0.0.1:4003", false, false, false},
                           {"5e1f", "me", "127.0.0.1:4000", true, false, true}};
    frontend = std::make_unique<TuiFrontend>(session, *terminal, clock, std::move(options));
    session.report(node::Ready{"5e1f", "me", "127.0.0.1:4000"});
    happen(node::LeaderChanged{"ca401", "carol", false});
  }
  void happen(const node::Event& event) {
    session.report(event);
    show();
  }
  void show() {
    clock.instant += 1s;
    frontend->step();
  }
  node::Message said(const std::string& nick, const std::string& text, const std::string& room = "lobby") {
    clock.wall_time += 60s;
    const std::string node = nick == "bob"     ? "b0b"
                             : nick == "carol" ? "ca401"
                             : nick == "me"    ? "5e1f"
                                               : "da4e";
    node::Message message{.id = "x" + std::to_string(++count),
                          .room = room,
                          .nick = nick,
                          .node = node,
                          .text = text,
                          .said_at = clock.wall_time};
    message.own = nick == "me";
    return message;
  }
  bool shows(const std::string& text) const { return terminal->text().find(text) != std::string::npos; }
  void enter(const std::string& text) {
    terminal->enter(text);
    show();
  }
  void converse() {
    happen(said("bob", "is it up?"));
    happen(
        said("carol", "rebooting the switch, it takes a while because the old one has no redundant supply"));
    happen(said("bob", "/me waits"));
    happen(said("dave", "\u65e5\u672c\u8a9e and \U0001F600 and e\u0301"));
    happen(said("bob", "me: can you look?"));
    happen(said("bob", "flowers", "garden"));
    happen(said("carol", "tell me", "ops"));
  }

  line::FakeSession session;
  line::FakeClock clock;
  std::unique_ptr<FakeTerminal> terminal;
  std::unique_ptr<TuiFrontend> frontend;
  int count = 0;
};

TEST_F(Screen, Conversation_EverySize_LooksAsItShould) {
  for (const env::ScreenSize size :
       {env::ScreenSize{40, 10}, env::ScreenSize{80, 24}, env::ScreenSize{200, 60}}) {
    clock.wall_time = base::WallTime{1763875115s};
    start(size);
    converse();
    expect_golden(*terminal,
                  "conversation_" + std::to_string(size.columns) + "x" + std::to_string(size.rows));
  }
}

TEST_F(Screen, OwnLine_UntilAcknowledged_IsMarkedAndDim) {
  start({80, 24});
  enter("hello");
  ASSERT_EQ(session.said.size(), 1u);
  node::Message own = said("me", "hello");
  own.id = "id1";
  happen(own);
  EXPECT_TRUE(shows("<me> hello [sending]")) << terminal->text();
  EXPECT_TRUE(shows("1 sending"));
  expect_golden(*terminal, "unacknowledged_80x24");
  session.unacknowledged_count = 0;
  happen(node::Acknowledged{"id1"});
  EXPECT_FALSE(shows("sending")) << terminal->text();
}

TEST_F(Screen, Takeover_SaysThatNothingWasLost) {
  start({80, 24});
  happen(said("carol", "I relay"));
  session.member_list[1].leads = false;
  session.member_list[1].here = false;
  session.member_list[0].leads = true;
  session.report(node::MemberChanged{node::Change::kDown, "ca401", "carol"});
  happen(node::LeaderChanged{"b0b", "bob", false});
  expect_golden(*terminal, "takeover_80x24");
  clock.instant += 20s;
  show();
  EXPECT_TRUE(shows("bob relays \u00b7 2 here")) << terminal->text();
}

TEST_F(Screen, LateLine_TakesItsPlace) {
  start({80, 24});
  node::Message late = said("bob", "earlier");
  happen(said("carol", "later"));
  late.late = true;
  happen(late);
  const std::string text = terminal->text();
  EXPECT_TRUE(shows("(late) <bob> earlier")) << text;
  EXPECT_LT(text.find("earlier"), text.find("<carol> later"));
}

TEST_F(Screen, Search_FindsOlderAndNewer) {
  start({80, 24});
  for (int i = 0; i < 200; ++i)
    session.report(said("bob", i % 50 == 7 ? "Needle " + std::to_string(i) : "hay"));
  enter("/search needle");
  EXPECT_TRUE(shows("Needle 157")) << terminal->text();
  expect_golden(*terminal, "search_80x24");
  terminal->type("n");
  show();
  EXPECT_TRUE(shows("Needle 107")) << terminal->text();
  terminal->type("N");
  show();
  EXPECT_TRUE(shows("Needle 157")) << terminal->text();
  terminal->press(KeyKind::kEscape);
  terminal->type("n");
  show();
  EXPECT_TRUE(shows("> n")) << terminal->text();
}

TEST_F(Screen, Scrolling_StaysWhereItIs_WhileLinesCome) {
  start({40, 10});
  for (int i = 0; i < 100; ++i) session.report(said("bob", "line " + std::to_string(i)));
  show();
  EXPECT_TRUE(shows("line 99"));
  terminal->press(KeyKind::kPageUp);
  show();
  EXPECT_TRUE(shows("line 93")) << terminal->text();
  EXPECT_FALSE(shows("line 94"));
  happen(said("bob", "line 100"));
  EXPECT_TRUE(shows("line 93"));
  EXPECT_TRUE(shows("1 newer")) << terminal->text();
  for (int i = 0; i < 100; ++i) terminal->press(KeyKind::kPageUp);
  show();
  EXPECT_EQ(terminal->text().substr(0, 3), "---") << terminal->text();
  for (int i = 0; i < 100; ++i) terminal->press(KeyKind::kPageDown);
  show();
  EXPECT_TRUE(shows("line 100"));
}

TEST_F(Screen, Paste_OfSeveralLines_AsksOnce) {
  start({80, 24});
  terminal->input->pasted("one\ntwo\r\nthree\n");
  show();
  EXPECT_TRUE(shows("Say these 3 lines?")) << terminal->text();
  EXPECT_TRUE(session.said.empty());
  terminal->press(KeyKind::kEnter);
  show();
  ASSERT_EQ(session.said.size(), 3u);
  EXPECT_EQ(session.said[2].second, "three");
  terminal->input->pasted("one\ntwo");
  terminal->press(KeyKind::kEscape);
  show();
  EXPECT_EQ(session.said.size(), 3u);
  terminal->input->pasted("a\x1b[31mb\n");
  show();
  EXPECT_TRUE(shows("> a[31mb")) << terminal->text();
}

TEST_F(Screen, PastedLines_BeyondTheLimit_WaitForAcknowledgement) {
  start({80, 24});
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "line\n";
  terminal->input->pasted(text);
  terminal->press(KeyKind::kEnter);
  show();
  EXPECT_EQ(session.said.size(), TuiFrontend::kUnacknowledgedMax);
  session.unacknowledged_count = 0;
  show();
  EXPECT_EQ(session.said.size(), 2 * TuiFrontend::kUnacknowledgedMax);
}

TEST_F(Screen, Mention_RingsOnce_UnlessOptedOut) {
  start({80, 24});
  happen(said("bob", "Me, look"));
  happen(said("bob", "some meadow"));
  EXPECT_EQ(terminal->bells, 1);
  TuiFrontend::Options silent;
  silent.alarm = Alarm::kNone;
  start({80, 24}, silent);
  happen(said("bob", "me"));
  EXPECT_EQ(terminal->bells, 0);
}

TEST_F(Screen, Private_IsARoomOfItsOwn) {
  start({80, 24});
  node::Message secret = said("bob", "psst", "");
  secret.to = "5e1f";
  happen(secret);
  EXPECT_TRUE(shows("@bob 1!")) << terminal->text();
  enter("/msg bob yes?");
  ASSERT_EQ(session.said_to.size(), 1u);
  EXPECT_EQ(session.said_to[0], (std::pair<std::string, std::string>("b0b", "yes?")));
  enter("and more");
  EXPECT_EQ(session.said_to.size(), 2u);
  EXPECT_TRUE(session.said.empty());
  enter("/msg nobody hello");
  EXPECT_TRUE(shows("Nobody here is called that")) << terminal->text();
}

TEST_F(Screen, UserWhomAPeerHosts_IsTalkedToAlone) {
  start({80, 24});
  session.others_settings = {{.node = "b0b", .name = "u0", .value = "{\"nick\":\"dora\"}"}};
  enter("/msg dora psst");
  EXPECT_TRUE(shows("@dora")) << terminal->text();
  ASSERT_EQ(session.sayings.size(), 1u);
  EXPECT_EQ(session.sayings[0].node, "b0b");
  EXPECT_EQ(session.sayings[0].to_user, "dora");
  node::Message answer = said("dora", "yes?", "");
  answer.node = "b0b";
  answer.to = "5e1f";
  session.report(answer);
  show();
  EXPECT_TRUE(shows("<dora> yes?")) << terminal->text();
}

TEST_F(Screen, Topic_IsSetShownAndTold) {
  start({80, 24});
  enter("/topic");
  EXPECT_TRUE(shows("No topic is set")) << terminal->text();
  enter("/topic roses and thorns");
  const std::string value = session.settings.at("t lobby");
  session.report(node::Setting{.node = "b0b", .name = "t lobby", .value = value, .at = 1});
  session.others_settings = {{.node = "b0b", .name = "t lobby", .value = value, .at = 1}};
  show();
  EXPECT_TRUE(shows("me set the topic: roses and thorns")) << terminal->text();
  enter("/topic");
  EXPECT_TRUE(shows("roses and thorns  (me)")) << terminal->text();
}

TEST_F(Screen, Rooms_AreJoinedLeftAndLoaded) {
  start({80, 24});
  session.log = {said("bob", "roses", "garden")};
  enter("/join #garden");
  EXPECT_TRUE(shows("<bob> roses")) << terminal->text();
  enter("hi");
  EXPECT_EQ(session.said.at(0).first, "garden");
  enter("/part");
  EXPECT_FALSE(shows("#garden")) << terminal->text();
  enter("/part");
  EXPECT_TRUE(shows("only room"));
}

TEST(Rooms, HundredThousand_TakeThePlaceOfEachOtherAlone) {
  Book book;
  Room* const visited = book.room("lobby");
  visited->joined = true;
  Room* const letters = book.private_room("b0b", "bob");
  for (int i = 0; i < 100'000; ++i) {
    Room* const room = book.room("room" + std::to_string(i));
    ASSERT_NE(room, nullptr);
    room->append({.at = base::WallTime(std::chrono::seconds(i))});
  }
  EXPECT_EQ(book.rooms().size(), Book::kRoomsMax);
  EXPECT_EQ(book.room("lobby"), visited);
  EXPECT_EQ(book.private_room("b0b", "bob"), letters);
  EXPECT_EQ(book.room("room99999")->lines.size(), 1u);
  EXPECT_TRUE(book.room("room0")->lines.empty());  // it gave way, and is made anew
}

TEST(Rooms, AsManyAsThereCanBeVisited_NoneGivesWay) {
  Book book;
  for (std::size_t i = 0; i < Book::kRoomsMax; ++i) book.room(std::to_string(i))->joined = true;
  EXPECT_EQ(book.room("another"), nullptr);
  EXPECT_EQ(book.private_room("b0b", "bob"), nullptr);
  EXPECT_NE(book.room("7"), nullptr);
}

TEST(Rooms, EndlessTalk_KeepsTheNewestLines) {
  Room room{.name = "lobby", .node = {}};
  for (std::size_t i = 0; i < 300'000; ++i) room.append({.at = base::WallTime(std::chrono::seconds(i))});
  EXPECT_GE(room.lines.size(), Room::kLinesMax);
  EXPECT_LT(room.lines.size(), Room::kLinesMax + Room::kLinesDropped);
  EXPECT_EQ(room.lines.back().at, base::WallTime(std::chrono::seconds(299'999)));
}

TEST_F(Screen, Help_FitsTheScreen) {
  start({80, 24});
  enter("/help");
  expect_golden(*terminal, "help_80x24");
}

TEST_F(Screen, Who_IsATable) {
  start({80, 24});
  enter("/who");
  EXPECT_TRUE(shows("      carol  127.0.0.1:4002  relays")) << terminal->text();
  EXPECT_TRUE(shows("      dave   127.0.0.1:4003  away")) << terminal->text();
}

// Terminals send the same bytes for Alt and a character as for Escape and then that.
TEST_F(Screen, EscapeAndACharacterAtOnce_AreBoth) {
  start({80, 24});
  terminal->press(KeyKind::kAlt, "/");
  enter("join garden");
  EXPECT_TRUE(session.said.empty());
  EXPECT_TRUE(shows("#garden")) << terminal->text();
}

TEST_F(Screen, Ignored_IsNotShown) {
  start({80, 24});
  enter("/ignore bob");
  happen(said("bob", "unheard"));
  EXPECT_FALSE(shows("unheard"));
  enter("/ignore bob");
  happen(said("bob", "spoken again"));
  EXPECT_TRUE(shows("spoken again"));
}

TEST_F(Screen, Invite_ShowsTheLink) {
  TuiFrontend::Options options;
  options.to_link = [](const node::Invite&) { return "conclave://x"; };
  start({80, 24}, options);
  enter("/invite");
  EXPECT_TRUE(shows("conclave://x")) << terminal->text();
}

TEST_F(Screen, Tab_CompletesInTurn) {
  start({80, 24});
  terminal->type("/jo");
  terminal->press(KeyKind::kTab);
  show();
  EXPECT_TRUE(shows("> /join")) << terminal->text();
  terminal->press(KeyKind::kControl, "u");
  terminal->type("c");
  terminal->press(KeyKind::kTab);
  show();
  EXPECT_TRUE(shows("> carol:")) << terminal->text();
}

TEST_F(Screen, StrangersControlCharacters_NeverReachIt) {
  start({80, 24});
  happen(said("bob", "a\x1b[2Jb\u202Ec\a"));
  for (const env::Cell& cell : terminal->shown.cells) {
    EXPECT_EQ(cell.text.find('\x1b'), std::string::npos);
    EXPECT_EQ(cell.text.find('\a'), std::string::npos);
  }
}

TEST_F(Screen, EverySize_IsPainted) {
  start({80, 24});
  converse();
  for (int columns = 8; columns < 120; columns += 7) {
    for (int rows = 3; rows < 30; rows += 4) {
      terminal->screen_size = {columns, rows};
      terminal->input->resized();
      show();
      EXPECT_EQ(terminal->shown.size, (env::ScreenSize{columns, rows}));
    }
  }
}

TEST_F(Screen, NothingHappens_NothingIsPaintedAndNothingWaitedFor) {
  start({80, 24});
  const int frames = terminal->frames;
  show();
  show();
  EXPECT_EQ(terminal->frames, frames);
  EXPECT_FALSE(frontend->next_deadline().has_value());
}

TEST_F(Screen, Quit_WaitsForWhatIsUnacknowledged) {
  start({80, 24});
  enter("hello");
  enter("/quit");
  EXPECT_FALSE(frontend->exit_code().has_value());
  EXPECT_TRUE(shows("leaving once 1 line arrived")) << terminal->text();
  session.unacknowledged_count = 0;
  show();
  EXPECT_EQ(frontend->exit_code(), 0);
  EXPECT_TRUE(session.left);
}

TEST_F(Screen, HundredThousandLines_ScrollAndSearchQuickly) {
  start({200, 60});
  for (int i = 0; i < 200; ++i)
    session.member_list.push_back(
        {std::to_string(i), "member" + std::to_string(i), "127.0.0.1:1", true, false, false});
  for (int i = 0; i < 100'000; ++i)
    session.report(said("bob", "a line of some fifty characters, number " + std::to_string(i)));
  show();
  enter("/search number 7x");
  EXPECT_TRUE(shows("not found"));
  enter("/search number 77");
  EXPECT_TRUE(shows("number 99977") || shows("number 77")) << terminal->text();
  for (int i = 0; i < 100; ++i) {
    terminal->press(KeyKind::kPageUp);
    show();
  }
  EXPECT_TRUE(shows("newer"));
}

TEST(FirstStart, Nick_IsAskedWithASuggestion) {
  FakeTerminal terminal({80, 24});
  FirstStart question(terminal, "login");
  expect_golden(terminal, "first_start_80x24");
  terminal.press(KeyKind::kControl, "u");
  terminal.press(KeyKind::kEnter);
  EXPECT_FALSE(question.nick().has_value());
  terminal.enter("two words");
  EXPECT_FALSE(question.nick().has_value());
  terminal.press(KeyKind::kControl, "u");
  terminal.enter("ada");
  EXPECT_EQ(question.nick(), "ada");
}

}  // namespace
}  // namespace frontend::tui
