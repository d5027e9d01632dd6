#include "tests/examples/example.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <stdexcept>

namespace examples_test {

namespace {

using namespace std::chrono_literals;
constexpr std::chrono::seconds kPatience = 30s;

std::string text_of(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

}  // namespace

Example::Example(const std::string& name, std::vector<std::string> arguments)
    : lines_(std::make_unique<std::vector<std::string>>()) {
  arguments.insert(arguments.begin(), std::string(CONCLAVE_BIN_DIR) + "/examples/" + name);
  auto started = cluster::Process::start({.command = std::move(arguments), .environment = {}});
  if (!started.ok()) throw std::runtime_error(started.error().message);
  process_ = std::move(started.value());
  process_->on_line(
      [lines = lines_.get()](std::string_view line, base::Instant) { lines->emplace_back(line); });
}

void Example::kill() {
  process_->signal(SIGKILL);
  EXPECT_TRUE(wait_until([this] { return process_->ended().has_value(); })) << "it outlives SIGKILL";
}

void Example::read() {
  cluster::Process* const served[] = {process_.get()};
  cluster::Process::exchange(served, 0ms);
}

std::string Example::address() {
  wait_for("listening at ");
  const std::string& line = lines_->front();
  return line.substr(line.rfind(' ') + 1);
}

void Example::wait_for(const std::string& part) {
  if (!wait_until([&] { return has_printed(part); })) {
    throw std::runtime_error("\"" + part + "\" was never printed, but:\n" + text_of(*lines_) + errors());
  }
}

int Example::exit_code() {
  if (!wait_until([this] { return process_->ended().has_value(); }))
    throw std::runtime_error("it does not end");
  return *process_->ended();
}

std::size_t Example::count(const std::string& part) const {
  return static_cast<std::size_t>(std::count_if(lines_->begin(), lines_->end(), [&](const std::string& line) {
    return line.find(part) != std::string::npos;
  }));
}

bool Example::wait_until(const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  cluster::Process* const served[] = {process_.get()};
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    cluster::Process::exchange(served, 100ms);
  }
  return true;
}

}  // namespace examples_test
