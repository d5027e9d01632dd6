#include "apps/conclave/tui.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "apps/conclave/data_folder.h"
#include "apps/conclave/surroundings.h"
#include "apps/conclave/wiring.h"
#include "frontend/tui/first_start.h"
#include "frontend/tui/tui_frontend.h"
#include "node/invite_link.h"
#include "node/peer.h"
#include "os/asio/asio_beacon.h"
#include "os/asio/asio_network.h"
#include "os/asio/event_loop.h"
#include "os/clock.h"
#include "os/log.h"
#include "os/random.h"
#include "os/registry/file_registry.h"
#include "os/terminal/restore.h"
#include "os/terminal/tty_terminal.h"

namespace conclave {

namespace {

namespace tui = frontend::tui;

constexpr int kInterrupted = 130;
// For the goodbyes to be written out before the program ends.
constexpr base::Duration kFarewellLimit = std::chrono::milliseconds{500};

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

class TuiChat {
 public:
  TuiChat(os::SystemClock& clock, os::EventLoop& loop, env::Terminal& terminal, const ChatOptions& options,
          const std::string& folder, env::Store* store, bool first_start)
      : clock_(clock),
        loop_(loop),
        network_(loop),
        beacon_(loop, {.on_this_machine = !options.no_local}),
        registry_(os::default_registry_directory()),
        peer_(peer_options(options, folder),
              {.clock = clock_,
               .network = network_,
               .random = random_,
               .beacon = options.no_discovery ? nullptr : &beacon_,
               .registry = options.no_local ? nullptr : &registry_,
               .store = store,
               .log = [](std::string_view line) { os::log(os::LogLevel::kInfo, line); }}),
        door_(loop, peer_, options, folder),
        frontend_(peer_, terminal, clock_, frontend_options(options, first_start)) {}

  // What to say on a terminal that is itself again, and the status to end with.
  std::pair<std::string, int> run() {
    if (base::Status started = peer_.start(); !started) return {started.error().message, 1};
    door_.open();
    loop_.on_stop_signal([this](int) { interrupted(); });
    loop_.after_events([this] { return proceed(); });
    loop_.run();
    return {frontend_.farewell(), *frontend_.exit_code()};
  }

 private:
  static tui::TuiFrontend::Options frontend_options(const ChatOptions& options, bool first_start) {
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

  void interrupted() {
    if (interrupted_) {
      os::restore_now();
      _exit(kInterrupted);
    }
    interrupted_ = true;
    frontend_.interrupt();
  }

  std::optional<base::Instant> proceed() {
    peer_.step();
    frontend_.step();
    door_.keep_port();
    if (frontend_.exit_code()) return take_leave();
    const auto peer_deadline = peer_.next_deadline();
    const auto frontend_deadline = frontend_.next_deadline();
    if (!peer_deadline || !frontend_deadline) return peer_deadline ? peer_deadline : frontend_deadline;
    return std::min(*peer_deadline, *frontend_deadline);
  }

  std::optional<base::Instant> take_leave() {
    peer_.step();
    if (!gone_by_) gone_by_ = clock_.now() + kFarewellLimit;
    if (network_.link_count() == 0 || clock_.now() >= *gone_by_) loop_.stop();
    return gone_by_;
  }

  os::SystemClock& clock_;
  os::EventLoop& loop_;
  os::SystemRandom random_;
  os::AsioNetwork network_;
  os::AsioBeacon beacon_;
  os::FileRegistry registry_;
  node::Peer peer_;
  ControlDoor door_;
  tui::TuiFrontend frontend_;
  bool interrupted_ = false;
  std::optional<base::Instant> gone_by_;
};

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

int complain(const std::string& message) {
  std::fprintf(stderr, "conclave: %s\n", message.c_str());
  return 1;
}

}  // namespace

bool wants_screen(const ChatOptions& options) {
  if (options.json || options.line) return false;
  const std::string_view name = variable("TERM");
  return !name.empty() && name != "dumb" && owner_sees_own_typing();
}

int run_tui(ChatOptions options) {
  os::configure_log(options.log);
  if (const std::string problem = invite_problem(options); !problem.empty()) return complain(problem);
  os::SystemClock clock;
  os::EventLoop loop(clock);
  auto terminal =
      os::TtyTerminal::open(loop, {.name = std::getenv("TERM"), .colors = variable("NO_COLOR").empty()});
  if (!terminal) return complain(terminal.error().message);
  bool first_start = false;
  if (!options.nick_given) {
    first_start = true;
    const auto nick = ask_nick(loop, *terminal.value(), options.nick);
    if (!nick) return kInterrupted;
    options.nick = *nick;
  }
  OpenFolder open;
  if (!options.ephemeral) {
    auto opened = open_store({.given = options.data, .group = options.group, .nick = options.nick});
    if (!opened) {
      terminal.value().reset();
      return complain(opened.error().message + " Or chat without keeping anything: --ephemeral");
    }
    open = std::move(opened.value());
    if (options.data.empty()) remember_last_used({.nick = options.nick, .group = options.group});
  }
  std::pair<std::string, int> end;
  {
    TuiChat chat(clock, loop, *terminal.value(), options, open.path, open.store.get(), first_start);
    end = chat.run();
    terminal.value().reset();
  }
  if (!end.first.empty()) complain(end.first);
  return end.second;
}

}  // namespace conclave
