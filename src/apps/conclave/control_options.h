// The commands that ask one's own running peer: their options, and how they are put to it.
#pragma once

#include <cstdint>
#include <string>

#include "apps/conclave/data_folder.h"

namespace CLI {
class App;
}

namespace conclave {

struct ControlOptions {
  std::string command;  // "invite", "members", "remove", "status", "why" or "verify"
  DataFolder folder;    // of the peer that is asked
  std::string who;      // whom to remove or verify
  std::uint64_t uses = 1;
  std::string valid_for = "24h";
  std::int64_t seconds = 0;  // of that, once it is parsed
  bool json = false;
};

// Which peer of one's own a command is about: its nick, by --as where `named`, its group and its data folder.
void add_which(CLI::App& command, DataFolder& folder, bool named);

void add_control_commands(CLI::App& app, ControlOptions& options);

}  // namespace conclave
