#include "apps/conclave/tui.h"

#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "apps/conclave/live_peer.h"
#include "apps/conclave/say.h"
#include "apps/conclave/surroundings.h"
#include "frontend/tui/first_start.h"
#include "frontend/tui/tui_frontend.h"
#include "node/invite_link.h"
#include "os/clock.h"
#include "os/log.h"
#include "os/terminal/tty_terminal.h"

namespace conclave {

namespace {

namespace tui = frontend::tui;

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

tui::Alarm alarm_of(const ChatOptions& options) {
  if (options.no_bell) return tui::Alarm::kNone;
  const std::string_view program = variable("TERM_PROGRAM");
  const bool notifies = program == "iTerm.app" || program == "WezTerm" || program == "ghostty";
  return notifies ? tui::Alarm::kNotification : tui::Alarm::kBell;
}

tui::TuiFrontend::Options frontend_options(const ChatOptions& options, bool first_start) {
  tui::TuiFrontend::Options result;
  result.room = options.room;
  result.group = options.group;
  result.needs_company = !options.peers.empty() || options.invite.has_value();
  result.first_start = first_start;
  result.alarm = alarm_of(options);
  result.utc_offset = local_utc_offset;
  result.to_link = node::to_link;
  return result;
}

// Nothing where the newcomer went away again.
std::optional<std::string> ask_nick(os::EventLoop& loop, env::Terminal& terminal, const std::string& login) {
  tui::FirstStart question(terminal, login);
  bool stopped = false;
  loop.on_stop_signal([&](int) { stopped = true; });
  loop.after_events([&]() -> std::optional<base::Instant> {
    if (stopped || question.given_up() || question.nick()) loop.stop();
    return std::nullopt;
  });
  loop.run();
  return question.nick();
}

}  // namespace

bool wants_screen(const ChatOptions& options) {
  if (options.json || options.line) return false;
  const std::string_view name = variable("TERM");
  return !name.empty() && name != "dumb" && owner_sees_own_typing();
}

int run_tui(ChatOptions options) {
  os::configure_log(options.log);
  if (const std::string problem = invite_problem(options); !problem.empty()) return fail(problem);
  os::SystemClock clock;
  os::EventLoop loop(clock);
  auto terminal =
      os::TtyTerminal::open(loop, {.name = std::getenv("TERM"), .colors = variable("NO_COLOR").empty()});
  if (!terminal) return fail(terminal.error().message);
  bool first_start = false;
  if (!options.nick_given) {
    first_start = true;
    const auto nick = ask_nick(loop, *terminal.value(), options.nick);
    if (!nick) return kInterrupted;
    options.nick = *nick;
  }
  const auto open = open_folder(options);
  if (!open) {
    terminal.value().reset();
    return fail(open.error().message);
  }
  std::string last_words;  // for a terminal that is itself again
  int status = 1;
  {
    LivePeer live(clock, loop, options, open.value().path, open.value().store.get());
    tui::TuiFrontend frontend(live.peer(), *terminal.value(), clock, frontend_options(options, first_start));
    if (base::Status started = live.start(); !started) {
      last_words = started.error().message;
    } else {
      status = live.run(frontend);
      last_words = frontend.farewell();
    }
    terminal.value().reset();
  }
  if (!last_words.empty()) fail(last_words);
  return status;
}

}  // namespace conclave
