#include "apps/conclave/serve.h"

#include <cstdio>
#include <optional>

#include "apps/conclave/live_peer.h"
#include "apps/conclave/say.h"
#include "os/log.h"

namespace conclave {

namespace {

// In a front end's place: says where clients come in, and goes when it is told to.
class Serving {
 public:
  explicit Serving(LivePeer& live) : live_(live) {
    live.peer().on_event([](const node::Event& event) {
      if (const auto* failure = std::get_if<node::Failure>(&event)) os::log(os::LogLevel::kWarning, failure->message);
    });
  }

  void announce(const std::string& group) const {
    for (const std::string& address : live_.irc_addresses()) print(address + ", in group " + group + ".");
    print("Let somebody in with: conclave invite. End with Ctrl-C.");
    std::fflush(stdout);  // whoever waits for it reads a pipe or a file
  }
  void interrupt() { leaving_ = true; }
  void step() {
    if (!leaving_ || exit_code_) return;
    exit_code_ = live_.peer().unacknowledged() == 0 ? 0 : 1;
    live_.peer().leave();
  }
  std::optional<base::Instant> next_deadline() const { return std::nullopt; }
  std::optional<int> exit_code() const { return exit_code_; }

 private:
  LivePeer& live_;
  bool leaving_ = false;
  std::optional<int> exit_code_;
};

}  // namespace

int run_serve(const ChatOptions& options) {
  return with_live_peer(options, [&](LivePeer& live, os::EventLoop&, env::Clock&) {
    Serving serving(live);
    if (base::Status started = live.start(); !started) return fail(started.error().message);
    serving.announce(options.group);
    return live.run(serving);
  });
}

}  // namespace conclave
