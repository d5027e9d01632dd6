#include "apps/conclave/cluster/process.h"

#include <gtest/gtest.h>

#include <array>
#include <csignal>

#include "os/clock.h"

namespace cluster {
namespace {

using namespace std::chrono_literals;

class ProcessTest : public testing::Test {
 protected:
  Process& shell(const std::string& script, std::map<std::string, std::string> environment = {}) {
    auto started =
        Process::start({.command = {"/bin/sh", "-c", script}, .environment = std::move(environment)});
    if (!started) throw std::runtime_error(started.error().message);
    process_ = std::move(started.value());
    process_->on_line([this](std::string_view line, base::Instant) { lines.emplace_back(line); });
    return *process_;
  }

  // Until `condition` holds; false after 20 s.
  template <class Condition>
  bool eventually(Condition condition) {
    const base::Instant deadline = os::SystemClock{}.now() + 20s;
    const std::array<Process*, 1> processes = {process_.get()};
    while (!condition() && os::SystemClock{}.now() < deadline) Process::exchange(processes, 20ms);
    return condition();
  }
  bool ends() {
    return eventually([this] { return process_->ended().has_value(); });
  }
  void forget() { process_.reset(); }

  std::vector<std::string> lines;

 private:
  std::unique_ptr<Process> process_;
};

TEST_F(ProcessTest, Output_SeveralLines_DeliveredOneByOne) {
  const Process& process = shell("echo one; echo two; printf unfinished; echo oops >&2; exit 3");
  ASSERT_TRUE(ends());
  EXPECT_EQ(lines, (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ(process.ended(), 3);
  EXPECT_EQ(process.errors(), "oops\n");
}

TEST_F(ProcessTest, Input_MoreThanAPipeHolds_ComesBackWhole) {
  Process& process = shell("cat");
  const std::string line(999, 'x');
  for (int i = 0; i < 1000; ++i) process.write(line + "\n");
  process.end_input();
  ASSERT_TRUE(ends());
  EXPECT_EQ(lines, std::vector<std::string>(1000, line));
}

TEST_F(ProcessTest, Signal_Killed_EndsWithItsNumber) {
  Process& process = shell("echo up; exec cat");
  ASSERT_TRUE(eventually([this] { return !lines.empty(); }));
  process.signal(SIGKILL);
  ASSERT_TRUE(ends());
  EXPECT_EQ(process.ended(), -SIGKILL);
}

TEST_F(ProcessTest, Environment_Given_ReplacesOurs) {
  setenv("CONCLAVE_TEST_KEPT", "kept", 1);
  shell("echo $CONCLAVE_TEST_KEPT $HOME", {{"HOME", "/elsewhere"}});
  ASSERT_TRUE(ends());
  EXPECT_EQ(lines, std::vector<std::string>{"kept /elsewhere"});
}

TEST_F(ProcessTest, Program_NotThere_EndsWith127) {
  auto started = Process::start({.command = {"/nonexistent/program"}, .environment = {}});
  ASSERT_TRUE(started);
  const std::array<Process*, 1> processes = {started.value().get()};
  const base::Instant deadline = os::SystemClock{}.now() + 20s;
  while (!started.value()->ended() && os::SystemClock{}.now() < deadline) Process::exchange(processes, 20ms);
  EXPECT_EQ(started.value()->ended(), 127);
}

TEST_F(ProcessTest, Owner_Goes_ProcessIsGone) {
  const pid_t pid = shell("exec cat").pid();
  EXPECT_EQ(kill(pid, 0), 0);
  forget();
  EXPECT_NE(kill(pid, 0), 0);
}

TEST_F(ProcessTest, Input_AfterTheProcessDied_IsDropped) {
  Process& process = shell("exit 0");
  ASSERT_TRUE(ends());
  process.write("nobody reads this\n");
  EXPECT_TRUE(ends());
}

}  // namespace
}  // namespace cluster
