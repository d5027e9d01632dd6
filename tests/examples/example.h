// An example program as a child process: what is said to it, what it prints, how it ends. Waiting is for a
// condition, with a deadline; the process ends with its owner.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "apps/conclave/cluster/process.h"

namespace examples_test {

class Example {
 public:
  // `name` under bin/examples. Throws where it can't be started.
  Example(const std::string& name, std::vector<std::string> arguments);

  void say(const std::string& line) { process_->write(line + "\n"); }
  void end_input() { process_->end_input(); }
  void kill();

  void read();  // what it has printed so far

  // Each waits, and fails the test where it takes too long.
  std::string address();                   // where it listens
  void wait_for(const std::string& part);  // of a line
  int exit_code();                         // once it has ended by itself

  bool has_printed(const std::string& part) const { return count(part) > 0; }
  std::size_t count(const std::string& part) const;  // lines that hold `part`
  const std::vector<std::string>& lines() const { return *lines_; }
  const std::string& errors() const { return process_->errors(); }

  // False where `condition` stays false; serves this process while it waits.
  bool wait_until(const std::function<bool()>& condition);

 private:
  std::unique_ptr<cluster::Process> process_;
  std::unique_ptr<std::vector<std::string>> lines_;  // its address stays when the example is moved
};

}  // namespace examples_test
