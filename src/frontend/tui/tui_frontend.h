// The chat on a whole screen: keys are obeyed, what happens is shown. Owned by main(), which calls step()
// whenever its loop woke. Knows a Session and a terminal's port, and nothing else of the world.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/time.h"
#include "env/clock.h"
#include "env/terminal.h"
#include "frontend/own_user.h"
#include "frontend/tui/book.h"
#include "frontend/tui/completion.h"
#include "frontend/tui/line_editor.h"
#include "frontend/tui/rows.h"
#include "frontend/tui/tui_command.h"
#include "node/session.h"

namespace frontend::tui {

enum class Alarm : std::uint8_t { kNone, kBell, kNotification };  // when one's nick is called

class TuiFrontend : public env::Terminal::Listener {
 public:
  struct Options {
    std::string room = "lobby";
    std::string group = "home";
    bool needs_company = false;  // as in line mode
    bool first_start = false;    // says how to invite
    Alarm alarm = Alarm::kBell;
    std::function<std::chrono::seconds(base::WallTime)> utc_offset = [](base::WallTime) {
      return std::chrono::seconds{0};
    };
    std::function<std::string(const node::Invite&)> to_link;  // the text to hand over
    base::Duration leave_within = std::chrono::seconds{10};
    base::Duration interrupted_within = std::chrono::seconds{1};
  };
  static constexpr std::size_t kUnacknowledgedMax = 256;  // pasted lines wait for those before them

  TuiFrontend(node::Session& session, env::Terminal& terminal, const env::Clock& clock, Options options);

  void key(const env::Key& key) override;
  void pasted(std::string text) override;
  void resized() override { urgent_ = true; }
  void terminal_lost() override;
  void interrupt();  // SIGTERM, SIGINT: as in line mode

  void step();
  std::optional<base::Instant> next_deadline() const;
  std::optional<int> exit_code() const { return exit_code_; }
  const std::string& farewell() const { return farewell_; }  // for after the screen is gone; may be empty

 private:
  // events.cc
  void handle(const node::Event& event);
  void on(const node::Ready& ready);
  void on(const node::Message& message);
  void on(const node::Acknowledged& acknowledged);
  void on(const node::MemberChanged& member);
  void on(const node::LeaderChanged& leader);
  void on(const node::Failure& failure);
  void on(const node::Setting& setting);
  Line line_of(const node::Message& message);
  std::string other_of(const node::Message& message) const;
  Room* room_of(const node::Message& message);  // null: there are too many
  bool is_mention(const node::Message& message) const;
  void alarm(const node::Message& message);
  std::string nick_of(std::string_view node) const;
  void announce(const std::string& text);  // in the status line, for a while

  // commands.cc
  void submit(const std::string& text);
  void obey(const line::Command& command);
  void obey(const line::Nothing&) {}
  void obey(const line::Say& say);
  void obey(const line::Who&);
  void obey(const line::Leader&);
  void obey(const line::Why&);
  void obey(const line::History&);
  void obey(const line::Help&);
  void obey(const line::Quit&);
  void obey(const line::SetNick& set);
  void obey(const line::Join& join);
  void obey(const line::Refused& refused);
  void obey(const Part& part);
  void obey(const SetTopic& topic);
  void obey(const List&);
  void obey(const Search& search);
  void obey(const Ignore& ignore);
  void obey(const line::Invite&);
  void obey(const line::Members&);
  void obey(const line::Remove& remove);
  void obey(const Verify& verify);
  void obey(const Private& message);
  void say_in(Room& room, const std::string& text);
  const node::MemberInfo* member_called(std::string_view nick) const;

  void notice(const std::string& text);
  void fail(const std::string& text);
  void add_notice(LineKind kind, std::string_view text);
  void show(Room& room);
  bool visit(Room* room);  // null: says why not
  void fail_too_many();
  void load(Room& room);
  void next_room(int step);
  void find(bool newer);
  bool key_of_paste(const env::Key& key);
  bool key_of_search(const env::Key& key);
  bool key_of_screen(const env::Key& key);
  void complete_word(int step);
  void scroll_by(int rows);
  void send_queued();
  void leave_within(base::Duration patience);
  void leave_when_due();
  std::string what_was_not_delivered() const;
  std::string prompt() const;
  std::string status() const;
  RowContext context() const;
  void paint_when_due();

  node::Session& session_;
  env::Terminal& terminal_;
  const env::Clock& clock_;
  Options options_;
  Book book_;
  Room* room_;
  LineEditor editor_;
  std::vector<node::MemberInfo> members_;
  OwnUser own_user_;
  std::string self_, self_nick_;
  std::optional<node::LeaderChanged> relay_;
  std::map<std::string, std::string> nicks_;      // of who is here
  std::map<std::string, std::uint32_t> waiting_;  // by message id
  std::set<std::uint32_t> waiting_numbers_;
  std::uint32_t last_number_ = 0;
  std::set<std::string> ignored_;   // nodes
  std::vector<std::string> paste_;  // asked about
  std::deque<std::pair<std::string, std::string>>
      queued_;          // room or "@node", and a line of a paste to say there
  std::string search_;  // words; empty: no search
  std::string search_result_;
  std::optional<Completion> completion_;
  std::size_t choice_ = 0;
  std::string announced_;
  base::Instant announced_until_{};
  bool dirty_ = true, urgent_ = true, said_anything_ = false, members_changed_ = true;
  base::Instant painted_at_{};
  std::optional<base::Instant> leave_by_;
  std::optional<int> exit_code_;
  std::string farewell_;
};

}  // namespace frontend::tui
