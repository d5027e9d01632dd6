#include "support/host.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <optional>

namespace examples {

namespace {

constexpr int kDatagramsPerTick = 256;  // then a tick, so that timers are not starved
constexpr std::size_t kReadBytes = 65'536;

// The originals went by the wall clock, so these do: an Instant is the time since 1970 here.
base::Instant now() {
  return base::Instant(
      std::chrono::duration_cast<base::Duration>(std::chrono::system_clock::now().time_since_epoch()));
}

void report(const bloom::TickReport& tick) {
  for (const bloom::RuleError& error : tick.errors) {
    std::cerr << error.file << ":" << error.line << ": " << error.what << "\n";
  }
}

int milliseconds_until(std::optional<base::Instant> beat) {
  constexpr std::chrono::milliseconds kLongest{60'000};
  if (!beat) return static_cast<int>(kLongest.count());
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*beat - now());
  return static_cast<int>(std::clamp(left, std::chrono::milliseconds{0}, kLongest).count());
}

}  // namespace

void Host::attach(bloom::Stdio& stdio) {
  stdio_ = &stdio;
  stdio.on_print([](const bloom::Line& line) { std::cout << line.text << "\n" << std::flush; });
}

int Host::run(bloom::Program& program) {
  while (true) {
    report(program.tick(now()));
    if (const std::optional<int> code = program.halted()) return *code;
    wait(program);
  }
}

void Host::wait(const bloom::Program& program) {
  std::array<pollfd, 2> waiting{};
  waiting[0] = {.fd = socket_.descriptor(), .events = POLLIN, .revents = 0};
  waiting[1] = {.fd = stdio_ == nullptr ? -1 : STDIN_FILENO, .events = POLLIN, .revents = 0};
  const int timeout = program.wants_tick() ? 0 : milliseconds_until(program.next_beat());
  if (::poll(waiting.data(), waiting.size(), timeout) <= 0) return;
  if (waiting[0].revents != 0) receive_datagrams();
  if (waiting[1].revents != 0) read_lines();
}

void Host::read_lines() {
  std::array<char, kReadBytes> buffer{};
  const ssize_t size = ::read(STDIN_FILENO, buffer.data(), buffer.size());
  if (size <= 0) {
    stdio_ = nullptr;
    return;
  }
  typed_.append(buffer.data(), static_cast<std::size_t>(size));
  std::size_t start = 0;
  for (std::size_t end = typed_.find('\n'); end != std::string::npos; end = typed_.find('\n', start)) {
    stdio_->type(typed_.substr(start, end - start));
    start = end + 1;
  }
  typed_.erase(0, start);
}

void Host::receive_datagrams() {
  for (int i = 0; i < kDatagramsPerTick; ++i) {
    const std::optional<std::string> datagram = socket_.receive();
    if (!datagram) return;
    std::string_view rest = *datagram;
    std::string_view channel;
    if (!read_text(rest, channel)) continue;
    const auto receiver = receivers_.find(channel);
    if (receiver != receivers_.end()) receiver->second(rest);
  }
}

void Host::send(const std::string& to, std::string_view datagram) {
  const base::Status sent = socket_.send(to, datagram);
  if (!sent.ok()) std::cerr << sent.error().message << "\n";
}

}  // namespace examples
