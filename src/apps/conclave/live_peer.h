// LivePeer: a peer on the real ports, with the door for its user's commands, and the loop that drives it and the
// front end it is shown by.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "apps/conclave/irc_door.h"
#include "apps/conclave/say.h"
#include "apps/conclave/wiring.h"
#include "os/asio/asio_beacon.h"
#include "os/asio/asio_network.h"
#include "os/clock.h"
#include "os/log.h"
#include "os/random.h"
#include "os/registry/file_registry.h"

namespace conclave {

inline constexpr int kInterrupted = 130;  // the exit status of who is stopped twice

class LivePeer {
 public:
  // `folder` is the data folder; empty, and no store, where nothing is kept.
  LivePeer(env::Clock& clock, os::EventLoop& loop, const ChatOptions& options, const std::string& folder,
           env::Store* store);

  node::Peer& peer() { return peer_; }
  base::Status start();
  std::vector<std::string> irc_addresses() const { return irc_ ? irc_->addresses() : std::vector<std::string>(); }

  // Until the front end has an exit code; answers with that. The second stop signal ends the process at once.
  template <class Frontend>
  int run(Frontend& frontend) {
    loop_.on_stop_signal([&](int) {
      if (interrupted_) end_at_once();
      interrupted_ = true;
      frontend.interrupt();
    });
    loop_.after_events([&] { return proceed(frontend); });
    loop_.run();
    return *frontend.exit_code();
  }

 private:
  // Lets the peer and the front end take in what happened; answers when they want to run again.
  template <class Frontend>
  std::optional<base::Instant> proceed(Frontend& frontend) {
    peer_.step();
    frontend.step();
    if (irc_) irc_->step();
    door_.keep_port();
    if (frontend.exit_code()) return take_leave();
    const auto earlier = [](std::optional<base::Instant> a, std::optional<base::Instant> b) {
      return a && (!b || *a < *b) ? a : b;
    };
    return earlier(irc_ ? irc_->next_deadline() : std::nullopt, earlier(peer_.next_deadline(), frontend.next_deadline()));
  }

  std::optional<base::Instant> take_leave();
  [[noreturn]] static void end_at_once();

  env::Clock& clock_;
  os::EventLoop& loop_;
  os::SystemRandom random_;
  os::AsioNetwork network_;
  os::AsioBeacon beacon_;
  os::FileRegistry registry_;
  node::Peer peer_;
  ControlDoor door_;
  std::optional<IrcDoor> irc_;
  bool interrupted_ = false;
  std::optional<base::Instant> gone_by_;
};

// Makes the peer that `options` ask for and hands it, not started yet, to `body(live, loop, clock)`, with whose exit status it
// ends. Where there is none, a sentence says why, and the status is 1.
template <class Body>
int with_live_peer(const ChatOptions& options, Body&& body) {
  os::configure_log(options.log);
  if (const std::string problem = invite_problem(options); !problem.empty()) return fail(problem);
  const auto open = open_folder(options);
  if (!open) return fail(open.error().message);
  os::SystemClock clock;
  os::EventLoop loop(clock);
  LivePeer live(clock, loop, options, open.value().path, open.value().store.get());
  return body(live, loop, clock);
}

}  // namespace conclave
