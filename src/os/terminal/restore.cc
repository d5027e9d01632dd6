#include "os/terminal/restore.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <cstring>

namespace os {

namespace {

constexpr std::size_t kFarewellMax = 256;
constexpr int kFatal[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGHUP, SIGQUIT, SIGTERM, SIGINT};

struct Saved {
  int descriptor;
  termios modes;
  char farewell[kFarewellMax];
  std::size_t farewell_size;
};
Saved saved;
std::atomic<bool> armed{false};
static_assert(std::atomic<bool>::is_always_lock_free, "used in signal handlers");

void die_restored(int signal) {
  restore_now();
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

}  // namespace

void restore_at_end(int descriptor, const termios& modes, std::string_view farewell) {
  saved.descriptor = descriptor;
  saved.modes = modes;
  saved.farewell_size = std::min(farewell.size(), kFarewellMax);
  std::memcpy(saved.farewell, farewell.data(), saved.farewell_size);
  armed = true;
  static const int registered = std::atexit(restore_now);
  static_cast<void>(registered);
  // Where the loop handles SIGTERM and SIGINT it takes these two over afterwards, and leaves in its own time.
  struct sigaction action {};
  action.sa_handler = die_restored;
  sigemptyset(&action.sa_mask);
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  for (const int signal : kFatal) {
    struct sigaction current {};
    ::sigaction(signal, nullptr, &current);
    if (current.sa_handler == SIG_DFL) ::sigaction(signal, &action, nullptr);
  }
}

void restore_now() {
  if (!armed.exchange(false)) return;
  // What does not go out at once is not worth waiting for.
  [[maybe_unused]] const auto written = ::write(saved.descriptor, saved.farewell, saved.farewell_size);
  ::tcsetattr(saved.descriptor, TCSANOW, &saved.modes);
}

}  // namespace os
