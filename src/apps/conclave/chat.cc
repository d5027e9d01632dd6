#include "apps/conclave/chat.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>

#include "apps/conclave/data_folder.h"
#include "apps/conclave/surroundings.h"
#include "apps/conclave/wiring.h"
#include "frontend/line/json_presenter.h"
#include "frontend/line/line_frontend.h"
#include "frontend/line/text_presenter.h"
#include "node/invite_link.h"
#include "node/peer.h"
#include "os/asio/asio_beacon.h"
#include "os/asio/asio_network.h"
#include "os/asio/event_loop.h"
#include "os/clock.h"
#include "os/console/std_console.h"
#include "os/log.h"
#include "os/random.h"
#include "os/registry/file_registry.h"

namespace conclave {

namespace {

using frontend::line::JsonPresenter;
using frontend::line::LineFrontend;
using frontend::line::Presenter;
using frontend::line::TextPresenter;

constexpr int kInterruptedTwice = 130;
// For the goodbyes to be written out before the program ends.
constexpr base::Duration kFarewellLimit = std::chrono::milliseconds{500};

class Chat {
 public:
  // `folder` is empty where nothing is kept.
  Chat(const ChatOptions& options, const std::string& folder, env::Store* store)
      : loop_(clock_),
        network_(loop_),
        beacon_(loop_, {.on_this_machine = !options.no_local}),
        registry_(os::default_registry_directory()),
        peer_(peer_options(options, folder),
              {.clock = clock_,
               .network = network_,
               .random = random_,
               .beacon = options.no_discovery ? nullptr : &beacon_,
               .registry = options.no_local ? nullptr : &registry_,
               .store = store,
               .log = [](std::string_view line) { os::log(os::LogLevel::kInfo, line); }}),
        door_(loop_, peer_, options, folder),
        console_(loop_),
        presenter_(make_presenter(options)),
        frontend_(peer_, console_, clock_, *presenter_,
                  {.room = options.room,
                   .needs_company = !options.peers.empty() || options.invite,
                   .to_link = node::to_link}) {}

  int run() {
    if (base::Status started = peer_.start(); !started) {
      std::fprintf(stderr, "conclave: %s\n", started.error().message.c_str());
      return 1;
    }
    door_.open();
    loop_.on_stop_signal([this](int) { interrupted(); });
    loop_.after_events([this] { return proceed(); });
    loop_.run();
    return *frontend_.exit_code();
  }

 private:
  std::unique_ptr<Presenter> make_presenter(const ChatOptions& options) {
    if (options.json) return std::make_unique<JsonPresenter>(console_, clock_);
    return std::make_unique<TextPresenter>(console_,
                                           TextPresenter::Options{.show_own = !owner_sees_own_typing(),
                                                                  .group = options.group,
                                                                  .found_locally = !options.no_local,
                                                                  .utc_offset = local_utc_offset});
  }

  void interrupted() {
    if (interrupted_) _exit(kInterruptedTwice);
    interrupted_ = true;
    frontend_.interrupt();
  }

  // Lets the peer and the front end take in what happened; answers when they want to run again.
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

  // The goodbyes are on their way; ends the loop once they are written or the other side does not read.
  std::optional<base::Instant> take_leave() {
    peer_.step();
    if (!gone_by_) gone_by_ = clock_.now() + kFarewellLimit;
    if (network_.link_count() == 0 || clock_.now() >= *gone_by_) loop_.stop();
    return gone_by_;
  }

  os::SystemClock clock_;
  os::SystemRandom random_;
  os::EventLoop loop_;
  os::AsioNetwork network_;
  os::AsioBeacon beacon_;
  os::FileRegistry registry_;
  node::Peer peer_;
  ControlDoor door_;
  os::StdConsole console_;
  std::unique_ptr<Presenter> presenter_;
  LineFrontend frontend_;
  bool interrupted_ = false;
  std::optional<base::Instant> gone_by_;
};

}  // namespace

int run_chat(const ChatOptions& options) {
  os::configure_log(options.log);
  if (const std::string problem = invite_problem(options); !problem.empty()) {
    std::fprintf(stderr, "conclave: %s\n", problem.c_str());
    return 1;
  }
  if (options.ephemeral) return Chat(options, {}, nullptr).run();
  const auto open = open_store({.given = options.data, .group = options.group, .nick = options.nick});
  if (!open) {
    std::fprintf(stderr, "conclave: %s Or chat without keeping anything: --ephemeral\n",
                 open.error().message.c_str());
    return 1;
  }
  if (options.data.empty()) remember_last_used({.nick = options.nick, .group = options.group});
  return Chat(options, open.value().path, open.value().store.get()).run();
}

}  // namespace conclave
