// A child process with its three standard streams in our hands. It dies with us, and with its owner here: the
// destructor kills it and waits for it. Everything happens in exchange(); one thread.
#pragma once

#include <sys/types.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace cluster {

class Process {
 public:
  struct Options {
    std::vector<std::string> command;                // the program's path, then its arguments
    std::map<std::string, std::string> environment;  // on top of our own
  };
  using LineHandler = std::function<void(std::string_view line, base::Instant at)>;

  static base::Result<std::unique_ptr<Process>> start(const Options& options);
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();

  pid_t pid() const { return pid_; }
  // Each line of standard output, without its newline, and when it was read.
  void on_line(LineHandler handler) { on_line_ = std::move(handler); }

  void write(std::string_view bytes);  // queued; lost once the process is gone
  void end_input();                    // after what is queued
  void signal(int number) const;       // does nothing once the process has ended

  // The exit status, or minus the signal that ended it; set once its output is read to the end.
  std::optional<int> ended() const { return output_.open() ? std::nullopt : status_; }
  const std::string& errors() const { return errors_; }  // the last of its standard error

  // Reads and writes what is ready, waiting up to `timeout` for the first of it. Returns early on a signal.
  static void exchange(std::span<Process* const> processes, base::Duration timeout);

 private:
  // A file descriptor that closes itself.
  class Descriptor {
   public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
      std::swap(number_, other.number_);
      return *this;
    }
    ~Descriptor() { close(); }
    void close();
    bool open() const { return number_ >= 0; }
    int number() const { return number_; }

   private:
    int number_ = -1;
  };
  struct Pipe {
    Descriptor reading, writing;
  };

  Process() = default;
  static base::Result<Pipe> make_pipe();
  void read_output();
  void read_errors();
  void write_input();
  void deliver_lines(base::Instant at);
  void reap();

  pid_t pid_ = -1;
  Descriptor input_, output_, error_output_;
  std::string unwritten_, unread_, errors_;
  bool input_ends_ = false;
  std::optional<int> status_;
  LineHandler on_line_;
};

}  // namespace cluster
