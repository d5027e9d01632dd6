#include "apps/conclave/cluster/process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "os/clock.h"

namespace cluster {

namespace {

constexpr std::size_t kErrorsBytesMax = 16 * 1024;
constexpr std::size_t kReadBytes = 64 * 1024;

base::Error system_error(const std::string& what) {
  return {what + ": " + std::strerror(errno) + ". The machine may be short of processes or open files."};
}

// Our environment with `changes`, as "NAME=value".
std::vector<std::string> environment_with(const std::map<std::string, std::string>& changes) {
  std::vector<std::string> merged;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    if (!changes.contains(std::string(text.substr(0, text.find('='))))) merged.emplace_back(text);
  }
  for (const auto& [name, value] : changes) merged.push_back(name + "=" + value);
  return merged;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// In the child, between fork and exec: system calls only. It gets a process group of its own, so that Ctrl-C
// reaches us alone and the order of leaving is ours.
[[noreturn]] void become(char* const* command, char* const* environment, pid_t parent,
                         std::array<int, 3> streams) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(127);
  setpgid(0, 0);
  std::signal(SIGPIPE, SIG_DFL);
  for (int number = 0; number < 3; ++number) dup2(streams[static_cast<std::size_t>(number)], number);
  execve(command[0], command, environment);
  _exit(127);
}

}  // namespace

void Process::Descriptor::close() {
  if (number_ >= 0) ::close(std::exchange(number_, -1));
}

base::Result<Process::Pipe> Process::make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return system_error("Cannot make a pipe");
  return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

base::Result<std::unique_ptr<Process>> Process::start(const Options& options) {
  CHECK(!options.command.empty(), "a process needs a program");
  std::signal(SIGPIPE, SIG_IGN);  // a child that died is noticed by its output ending
  std::array<Pipe, 3> pipes;
  for (Pipe& pipe : pipes) {
    auto made = make_pipe();
    if (!made) return made.error();
    pipe = std::move(made.value());
  }
  std::vector<std::string> command = options.command;
  std::vector<std::string> environment = environment_with(options.environment);
  const std::vector<char*> command_pointers = pointers_to(command);
  const std::vector<char*> environment_pointers = pointers_to(environment);
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid < 0) return system_error("Cannot start " + command[0]);
  if (pid == 0) {
    become(command_pointers.data(), environment_pointers.data(), parent,
           {pipes[0].reading.number(), pipes[1].writing.number(), pipes[2].writing.number()});
  }
  std::unique_ptr<Process> process(new Process);
  process->pid_ = pid;
  process->input_ = std::move(pipes[0].writing);
  process->output_ = std::move(pipes[1].reading);
  process->error_output_ = std::move(pipes[2].reading);
  for (const Descriptor* ours : {&process->input_, &process->output_, &process->error_output_}) {
    fcntl(ours->number(), F_SETFL, O_NONBLOCK);
  }
  return process;
}

Process::~Process() {
  if (status_) return;
  kill(pid_, SIGKILL);
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

void Process::write(std::string_view bytes) {
  if (input_.open() && !input_ends_) unwritten_ += bytes;
  write_input();
}

void Process::end_input() {
  input_ends_ = true;
  write_input();
}

void Process::signal(int number) const {
  if (!status_) kill(pid_, number);
}

void Process::write_input() {
  while (input_.open() && !unwritten_.empty()) {
    const ssize_t written = ::write(input_.number(), unwritten_.data(), unwritten_.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && errno == EAGAIN) return;
    if (written < 0) {
      unwritten_.clear();
      input_.close();
      return;
    }
    unwritten_.erase(0, static_cast<std::size_t>(written));
  }
  if (input_ends_ && unwritten_.empty()) input_.close();
}

void Process::read_output() {
  std::array<char, kReadBytes> buffer;
  const ssize_t count = read(output_.number(), buffer.data(), buffer.size());
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (count > 0) {
    unread_.append(buffer.data(), static_cast<std::size_t>(count));
    deliver_lines(os::SystemClock{}.now());
  } else {
    output_.close();
  }
}

void Process::deliver_lines(base::Instant at) {
  std::size_t start = 0;
  for (std::size_t end = unread_.find('\n'); end != std::string::npos; end = unread_.find('\n', start)) {
    if (on_line_) on_line_(std::string_view(unread_).substr(start, end - start), at);
    start = end + 1;
  }
  unread_.erase(0, start);
}

void Process::read_errors() {
  std::array<char, kReadBytes> buffer;
  const ssize_t count = read(error_output_.number(), buffer.data(), buffer.size());
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (count > 0) {
    errors_.append(buffer.data(), static_cast<std::size_t>(count));
    if (errors_.size() > kErrorsBytesMax) errors_.erase(0, errors_.size() - kErrorsBytesMax);
  } else {
    error_output_.close();
  }
}

// Not before its output ends: that is told by poll(), so that nobody asks the kernel about every process all
// the time.
void Process::reap() {
  int status = 0;
  if (status_ || output_.open() || waitpid(pid_, &status, WNOHANG) != pid_) return;
  status_ = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

void Process::exchange(std::span<Process* const> processes, base::Duration timeout) {
  std::vector<pollfd> watched;
  std::vector<std::pair<Process*, void (Process::*)()>> handlers;
  const auto watch = [&](Process* process, const Descriptor& descriptor, short events,
                         void (Process::*handler)()) {
    if (!descriptor.open()) return;
    watched.push_back({descriptor.number(), events, 0});
    handlers.emplace_back(process, handler);
  };
  for (Process* process : processes) {
    watch(process, process->output_, POLLIN, &Process::read_output);
    watch(process, process->error_output_, POLLIN, &Process::read_errors);
    if (!process->unwritten_.empty()) watch(process, process->input_, POLLOUT, &Process::write_input);
  }
  const auto milliseconds = std::chrono::ceil<std::chrono::milliseconds>(timeout).count();
  if (poll(watched.data(), watched.size(), static_cast<int>(std::max<std::int64_t>(milliseconds, 0))) > 0) {
    for (std::size_t i = 0; i < watched.size(); ++i) {
      if (watched[i].revents != 0) (handlers[i].first->*handlers[i].second)();
    }
  }
  for (Process* process : processes) process->reap();
}

}  // namespace cluster
