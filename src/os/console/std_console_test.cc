#include "os/console/std_console.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "os/clock.h"
#include "os/console/line_reader.h"
#include "os/console/line_writer.h"
#include "os/console/own_descriptor.h"
#include "os/log.h"

namespace {

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

class RecordingListener : public env::Console::Listener {
 public:
  void line_typed(std::string line) override {
    EXPECT_EQ(ends, 0) << "a line after the end";
    lines.push_back(std::move(line));
    if (on_line) on_line();
  }
  void input_ended() override { ++ends; }

  Lines lines;
  int ends = 0;
  std::function<void()> on_line;
};

struct Pipe {
  Pipe() { EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0); }
  ~Pipe() {
    close_read();
    close_write();
  }
  void close_read() { close_end(0); }
  void close_write() { close_end(1); }
  void close_end(int end) {
    if (ends[end] >= 0) ::close(ends[end]);
    ends[end] = -1;
  }
  int read_end() const { return ends[0]; }
  int write_end() const { return ends[1]; }

  int ends[2];
};

void write_all(int descriptor, const std::string& text) {
  ASSERT_EQ(::write(descriptor, text.data(), text.size()), static_cast<ssize_t>(text.size()));
}

std::string read_some(int descriptor) {
  std::string text(256 * 1024, '\0');
  const ssize_t bytes = ::read(descriptor, text.data(), text.size());
  text.resize(bytes > 0 ? static_cast<std::size_t>(bytes) : 0);
  return text;
}

class StdConsole : public testing::Test {
 protected:
  StdConsole() { ::fcntl(output_.read_end(), F_SETFL, O_NONBLOCK); }

  bool run_until(const std::function<bool()>& condition) {
    const base::Instant give_up_at = clock_.now() + 10s;
    bool holds = false;
    loop_.after_events([&]() -> std::optional<base::Instant> {
      holds = condition();
      if (holds || clock_.now() >= give_up_at) loop_.stop();
      return give_up_at;
    });
    loop_.run();
    return holds;
  }

  // Runs whatever is ready now.
  void run_ready_events() {
    bool ran = false;
    loop_.post([&] { ran = true; });
    ASSERT_TRUE(run_until([&] { return ran; }));
  }

  // Everything typed until the end of input.
  Lines lines_of(int input) {
    os::StdConsole console(loop_, {.input = input, .output = output_.write_end()});
    console.attach(listener_);
    EXPECT_TRUE(run_until([&] { return listener_.ends == 1; }));
    return listener_.lines;
  }

  os::SystemClock clock_;
  os::EventLoop loop_{clock_};
  Pipe output_;
  RecordingListener listener_;
};

TEST_F(StdConsole, Pipe_GivesLinesAndAPartialLastOne) {
  Pipe input;
  write_all(input.write_end(), "one\r\ntwo\n\nlast");
  input.close_write();
  EXPECT_EQ(lines_of(input.read_end()), (Lines{"one", "two", "", "last"}));
}

TEST_F(StdConsole, Pipe_StaysBlockingForOthers) {
  Pipe input;
  const os::StdConsole console(loop_, {.input = input.read_end(), .output = output_.write_end()});
  EXPECT_EQ(::fcntl(input.read_end(), F_GETFL) & O_NONBLOCK, 0);
  EXPECT_EQ(::fcntl(output_.write_end(), F_GETFL) & O_NONBLOCK, 0);
}

TEST_F(StdConsole, Terminal_IsReadAndWrittenAndStaysBlockingForOthers) {
  const int keyboard = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  ASSERT_GE(keyboard, 0);
  ASSERT_EQ(::unlockpt(keyboard), 0);
  const int terminal = ::open(::ptsname(keyboard), O_RDWR | O_NOCTTY | O_CLOEXEC);
  ASSERT_GE(terminal, 0);
  write_all(keyboard, "typed\n");
  {
    os::StdConsole console(loop_, {.input = terminal, .output = terminal});
    console.attach(listener_);
    EXPECT_TRUE(run_until([&] { return listener_.lines == Lines{"typed"}; }));
    EXPECT_EQ(::fcntl(terminal, F_GETFL) & O_NONBLOCK, 0);
    console.print("shown");
  }
  std::string screen;  // the echo comes first
  while (screen.find("shown\r\n") == std::string::npos) {
    const std::string piece = read_some(keyboard);
    ASSERT_FALSE(piece.empty()) << screen;
    screen += piece;
  }
  ::close(terminal);
  ::close(keyboard);
}

TEST_F(StdConsole, Socket_IsReadAndLeftAsItWas) {
  int ends[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
  write_all(ends[1], "hello\n");
  ::close(ends[1]);
  EXPECT_EQ(lines_of(ends[0]), Lines{"hello"});
  run_ready_events();
  EXPECT_EQ(::fcntl(ends[0], F_GETFL) & O_NONBLOCK, 0);
  ::close(ends[0]);
}

TEST_F(StdConsole, RegularFile_IsReadToItsEnd) {
  char path[] = "/tmp/conclave_console_XXXXXX";
  const int file = ::mkstemp(path);
  ::unlink(path);
  std::string text;
  Lines expected;
  for (int i = 0; i < 20'000; ++i) {
    expected.push_back("line " + std::to_string(i));
    text += expected.back() + "\n";
  }
  write_all(file, text);
  ::lseek(file, 0, SEEK_SET);
  EXPECT_EQ(lines_of(file), expected);
  ::close(file);
}

TEST_F(StdConsole, DevNull_EndsAtOnce) {
  const int null = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  EXPECT_TRUE(lines_of(null).empty());
  ::close(null);
}

TEST_F(StdConsole, ClosedInput_EndsAtOnce) { EXPECT_TRUE(lines_of(-1).empty()); }

TEST_F(StdConsole, EndlessLine_IsCut) {
  os::configure_log({.level = os::LogLevel::kOff});
  Pipe input;
  ASSERT_GT(::fcntl(input.write_end(), F_SETPIPE_SZ, 256 * 1024), 0);
  write_all(input.write_end(), std::string(100'000, 'x') + "\nnext\n");
  input.close_write();
  EXPECT_EQ(lines_of(input.read_end()), (Lines{std::string(os::kLineBytesMax, 'x'), "next"}));
  os::configure_log({});
}

TEST_F(StdConsole, PausedInsideALine_DeliversNoneUntilResumed) {
  Pipe input;
  write_all(input.write_end(), "one\ntwo\nthree\n");
  input.close_write();
  os::StdConsole console(loop_, {.input = input.read_end(), .output = output_.write_end()});
  listener_.on_line = [&] { console.pause_input(true); };
  console.attach(listener_);
  for (std::size_t lines = 1; lines <= 3; ++lines) {
    ASSERT_TRUE(run_until([&] { return listener_.lines.size() == lines; }));
    run_ready_events();
    EXPECT_EQ(listener_.lines.size(), lines);
    EXPECT_EQ(listener_.ends, 0);
    console.pause_input(false);
  }
  EXPECT_TRUE(run_until([&] { return listener_.ends == 1; }));
}

TEST_F(StdConsole, Paused_LeavesInputWithItsWriter) {
  Pipe input;
  ASSERT_EQ(::fcntl(input.write_end(), F_SETFL, O_NONBLOCK), 0);
  os::StdConsole console(loop_, {.input = input.read_end(), .output = output_.write_end()});
  console.attach(listener_);
  console.pause_input(true);
  const std::string piece = std::string(999, 'x') + "\n";
  std::size_t taken = 0;
  for (int i = 0; i < 1000; ++i) {
    const ssize_t bytes = ::write(input.write_end(), piece.data(), piece.size());
    if (bytes > 0) taken += static_cast<std::size_t>(bytes);
    run_ready_events();
  }
  EXPECT_LE(taken, 128u * 1024);
  EXPECT_TRUE(listener_.lines.empty());
}

TEST_F(StdConsole, LinesPrintedInOneTick_LeaveInOneWrite) {
  int ends[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);  // keeps writes apart
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  {
    os::StdConsole console(loop_, {.input = -1, .output = ends[1]});
    console.print("one");
    console.print("two");
    run_ready_events();
    EXPECT_EQ(read_some(ends[0]), "one\ntwo\n");
    console.print("at the end");
  }
  EXPECT_EQ(read_some(ends[0]), "at the end\n");
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST_F(StdConsole, OutputReaderGone_IsSurvived) {
  os::configure_log({.level = os::LogLevel::kOff});
  os::StdConsole console(loop_, {.input = -1, .output = output_.write_end()});
  output_.close_read();
  for (int i = 0; i < 3; ++i) {
    console.print("unseen");
    run_ready_events();
  }
  os::configure_log({});
}

TEST_F(StdConsole, SlowOutputReader_StopsNothingAndGetsEveryLine) {
  os::StdConsole console(loop_, {.input = -1, .output = output_.write_end()});
  std::string expected;
  for (int i = 0; i < 2000; ++i) {
    const std::string line = std::to_string(i) + std::string(500, 'x');
    expected += line + "\n";
    console.print(line);
  }
  run_ready_events();  // the pipe is full now, and the loop still runs
  std::string received;
  ASSERT_TRUE(run_until([&] {
    received += read_some(output_.read_end());
    return received.size() == expected.size();
  }));
  EXPECT_EQ(received, expected);
}

TEST_F(StdConsole, OutputNeverRead_DropsWholeLinesAndSaysHowMany) {
  auto console = std::make_unique<os::StdConsole>(loop_, os::ConsoleDescriptors{-1, output_.write_end()});
  const std::string line(64 * 1024 - 1, 'x');
  constexpr std::size_t kFitting = os::kOutputBytesMax / (64 * 1024);
  for (std::size_t i = 0; i < kFitting + 3; ++i) console->print(line);
  testing::internal::CaptureStderr();
  std::size_t received = 0;
  ASSERT_TRUE(run_until([&] {
    received += read_some(output_.read_end()).size();
    return received == os::kOutputBytesMax;
  }));
  console.reset();
  EXPECT_NE(testing::internal::GetCapturedStderr().find("3 lines were not shown"), std::string::npos);
}

TEST_F(StdConsole, AnswerOfAnySize_IsWholeAndTakesNoRoomFromWhatFollows) {
  os::StdConsole console(loop_, {.input = -1, .output = output_.write_end()});
  const std::string piece(64 * 1024 - 1, 'x');
  console.print("before");
  for (std::size_t i = 0; i < 3 * os::kOutputBytesMax / (64 * 1024); ++i) console.answer(piece);
  EXPECT_TRUE(console.is_behind());
  for (std::size_t i = 0; i < os::kOutputBytesMax / (64 * 1024); ++i) console.print(piece);
  testing::internal::CaptureStderr();
  console.print("too much");
  std::size_t received = 0;
  ASSERT_TRUE(run_until([&] {
    received += read_some(output_.read_end()).size();
    return received == std::size_t{4} * os::kOutputBytesMax + 7;
  }));
  EXPECT_FALSE(console.is_behind());
  EXPECT_NE(testing::internal::GetCapturedStderr().find("1 lines were not shown"), std::string::npos);
  console.print("after");
  std::string after;
  ASSERT_TRUE(run_until([&] {
    after += read_some(output_.read_end());
    return after.size() == 6;
  }));
  EXPECT_EQ(after, "after\n");
}

TEST_F(StdConsole, RegularFileAsOutput_IsContinuedWhereItIs) {
  char path[] = "/tmp/conclave_console_XXXXXX";
  const int file = ::mkstemp(path);
  ::unlink(path);
  write_all(file, "before\n");
  {
    os::StdConsole console(loop_, {.input = -1, .output = file});
    console.print("after");
  }
  ::lseek(file, 0, SEEK_SET);
  EXPECT_EQ(read_some(file), "before\nafter\n");
  ::close(file);
}

}  // namespace
