// A chat by lines: what is typed is said or obeyed, what happens is shown through a Presenter. Owned by
// main(), which calls step() whenever its loop woke. Never prints by itself and never looks at a terminal.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/time.h"
#include "env/clock.h"
#include "env/console.h"
#include "frontend/line/command.h"
#include "frontend/line/presenter.h"
#include "frontend/own_user.h"
#include "node/session.h"

namespace frontend::line {

class LineFrontend : public env::Console::Listener {
 public:
  struct Options {
    std::string room = "lobby";
    // Set where somebody in particular is to be joined: then a line that only we ourselves hold is not enough
    // to leave with.
    bool needs_company = false;
    std::function<std::string(const node::Invite& invite)> to_link = {};  // the text people pass on; none: no invites
    base::Duration leave_within = std::chrono::seconds{10};       // at end of input
    base::Duration interrupted_within = std::chrono::seconds{1};  // at Ctrl-C
  };
  // Reading pauses at the first number of unacknowledged lines and goes on at the second, and while answers are not read.
  static constexpr std::size_t kUnacknowledgedMax = 2048;
  static constexpr std::size_t kUnacknowledgedResume = 1024;

  LineFrontend(node::Session& session, env::Console& console, const env::Clock& clock, Presenter& presenter,
               Options options);

  void line_typed(std::string line) override;
  void input_ended() override;
  void interrupt();  // the person wants to go; what was said gets a moment to arrive

  void step();
  std::optional<base::Instant> next_deadline() const { return leave_by_; }

  // Set once there is nothing left to wait for: 0, or 1 where what was said reached nobody. By then the
  // session was told to leave.
  std::optional<int> exit_code() const { return exit_code_; }

 private:
  void handle(const node::Event& event);
  void leave_within(base::Duration patience);
  void pace_input();
  std::string what_was_not_delivered() const;  // a sentence; empty where there is nothing to complain about
  const node::MemberInfo* leader_of(const std::vector<node::MemberInfo>& members) const;
  void refuse(std::string code, std::string message);

  void obey(const Nothing&) {}
  void obey(const Say& say);
  void obey(const Tell& tell);
  void obey(const Who&);
  void obey(const Leader&);
  void obey(const Why&);
  void obey(const History&);
  void obey(const Help&);
  void obey(const Quit&);
  void obey(const Invite&);
  void obey(const Members&);
  void obey(const Remove& remove);
  void obey(const SetNick& set);
  void obey(const Join& join);
  void obey(const Refused& refused);

  node::Session& session_;
  env::Console& console_;
  const env::Clock& clock_;
  Presenter& presenter_;
  OwnUser own_user_;
  Options options_;
  std::string self_;  // our node, once it is known
  bool input_paused_ = false;
  bool said_anything_ = false;
  std::optional<base::Instant> leave_by_;
  std::optional<int> exit_code_;
};

}  // namespace frontend::line
