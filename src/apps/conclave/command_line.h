// The command line, taken apart and checked. Starts nothing; what is wrong is said in words, with exit
// status 2.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "apps/conclave/account.h"
#include "apps/conclave/control_options.h"
#include "apps/conclave/data_folder.h"
#include "apps/conclave/demo/demo.h"
#include "apps/conclave/doctor.h"
#include "apps/conclave/last_used.h"
#include "node/session.h"
#include "os/log.h"

namespace conclave {

inline constexpr int kUsageError = 2;

struct ChatOptions {
  std::string nick;
  bool nick_given = false;
  bool json = false;
  std::string listen;  // empty: not given
  bool line = false;  // no whole screen, also on a terminal
  bool no_bell = false;
  std::vector<std::string> peers;
  std::string data;                    // empty: not given
  bool ephemeral = false;              // keep nothing
  std::string group;                   // never empty once it is parsed
  std::optional<node::Invite> invite;  // to come in by
  std::string room = "lobby";
  bool no_local = false;
  bool no_discovery = false;
  std::vector<std::string> irc;  // where IRC clients of this machine are served
  std::vector<std::string> irc_tls;            // and those of everywhere, who log in
  std::string irc_certificate, irc_key;        // for these; empty: made by itself
  bool irc_unpaced = false;
  bool serve = false;            // nobody is in front of it
  std::string version;
  os::LogOptions log;
};

struct HistoryOptions {
  DataFolder folder;
  std::string room;    // empty: all
  std::string search;  // words, all of which a line must have
  std::string with;    // the lines between ourselves and that member alone: a nick, or the first digits of a node
  static constexpr auto kAll = static_cast<std::size_t>(-1);
  std::size_t last = kAll;
  bool json = false;
};

// Nothing to run: a text to show, and the status to end with.
struct Answer {
  int exit_code = 0;
  std::string text;  // for standard output where exit_code is 0, else for standard error
};

using Invocation = std::variant<ChatOptions, HistoryOptions, ControlOptions, AccountOptions, DoctorOptions, demo::Options, Answer>;

// Whoever gives no nick.
struct Habits {
  std::string login_name;
  std::optional<LastUsed> last{};
};

// `arguments` without the program's name.
Invocation parse_command_line(const std::vector<std::string>& arguments, const Habits& habits,
                              const std::string& version);

}  // namespace conclave
