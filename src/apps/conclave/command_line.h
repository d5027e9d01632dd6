// The command line, taken apart and checked. Starts nothing; what is wrong is said in words, with exit
// status 2.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "apps/conclave/data_folder.h"
#include "apps/conclave/demo/demo.h"
#include "os/log.h"

namespace conclave {

inline constexpr int kUsageError = 2;

struct ChatOptions {
  std::string nick;
  bool json = false;
  std::string listen = "127.0.0.1:0";
  std::vector<std::string> peers;
  std::string data;        // empty: not given
  bool ephemeral = false;  // keep nothing
  std::string group = "home";
  std::string room = "lobby";
  bool no_local = false;
  os::LogOptions log;
};

struct HistoryOptions {
  DataFolder folder;
  std::string room;    // empty: all
  std::string search;  // words, all of which a line must have
  std::size_t last = static_cast<std::size_t>(-1);
  bool json = false;
};

// Nothing to run: a text to show, and the status to end with.
struct Answer {
  int exit_code = 0;
  std::string text;  // for standard output where exit_code is 0, else for standard error
};

using Invocation = std::variant<ChatOptions, HistoryOptions, demo::Options, Answer>;

// `arguments` without the program's name. `login_name` is the nick of those who give none.
Invocation parse_command_line(const std::vector<std::string>& arguments, const std::string& login_name,
                              const std::string& version);

}  // namespace conclave
