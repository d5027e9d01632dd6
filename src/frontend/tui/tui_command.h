// What a line typed into the screen means: line mode's commands, and those that only a screen can show.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "frontend/line/command.h"

namespace frontend::tui {

struct Part {
  std::string room;  // empty: this one
};
struct SetTopic {
  std::string text;  // empty: what it is
};
struct List {};
struct Search {
  std::string words;
};
struct Ignore {
  std::string nick;  // empty: who is ignored
};
struct Verify {
  std::string nick;
};
struct Private {
  std::string nick, text;
};

using TuiCommand = std::variant<line::Command, Part, SetTopic, List, Search, Ignore, Verify, Private>;

TuiCommand parse_command(std::string_view text);

// For completion and /help.
std::vector<std::string> command_names();
std::string screen_help();

}  // namespace frontend::tui
