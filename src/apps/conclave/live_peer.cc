#include "apps/conclave/live_peer.h"

#include <unistd.h>

#include "os/log.h"
#include "os/terminal/restore.h"

namespace conclave {

namespace {

// For the goodbyes to be written out before the program ends.
constexpr base::Duration kFarewellLimit = std::chrono::milliseconds{500};

}  // namespace

LivePeer::LivePeer(env::Clock& clock, os::EventLoop& loop, const ChatOptions& options, const std::string& folder,
                   env::Store* store)
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
      door_(loop, peer_, options, folder) {
  if (!options.irc.empty() || !options.irc_tls.empty()) irc_.emplace(loop, peer_, clock, options, folder);
}

base::Status LivePeer::start() {
  base::Status started = peer_.start();
  if (!started) return started;
  door_.open();
  return irc_ ? irc_->open() : started;
}

// The goodbyes are on their way; ends the loop once they are written or the other side does not read.
std::optional<base::Instant> LivePeer::take_leave() {
  peer_.step();
  if (!gone_by_ && irc_) irc_->close("This peer ends. Start it again, or connect to another one of the group");
  if (!gone_by_) gone_by_ = clock_.now() + kFarewellLimit;
  if (network_.link_count() == 0 || clock_.now() >= *gone_by_) loop_.stop();
  return gone_by_;
}

void LivePeer::end_at_once() {
  os::restore_now();
  _exit(kInterrupted);
}

}  // namespace conclave
