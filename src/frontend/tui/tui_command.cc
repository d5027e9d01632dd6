#include "frontend/tui/tui_command.h"

#include <algorithm>
#include <array>

namespace frontend::tui {

namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

TuiCommand usage(const std::string& form) {
  return line::Command{line::Refused{"usage", "This command is used as: " + form}};
}

TuiCommand parse_part(std::string_view room) { return Part{std::string(line::without_hash(room))}; }
TuiCommand parse_search(std::string_view words) {
  if (words.empty()) return usage("/search WORDS; then n goes to the next older, N to the next newer");
  return Search{std::string(words)};
}
TuiCommand parse_topic(std::string_view text) { return SetTopic{std::string(text)}; }
TuiCommand parse_ignore(std::string_view nick) { return Ignore{std::string(nick)}; }
TuiCommand parse_verify(std::string_view nick) {
  if (nick.empty()) return usage("/verify NICK");
  return Verify{std::string(nick)};
}
TuiCommand parse_private(std::string_view argument) {
  const std::size_t blank = std::min(argument.find(' '), argument.size());
  if (blank == 0) return usage("/msg NICK TEXT");
  return Private{std::string(argument.substr(0, blank)), std::string(trimmed(argument.substr(blank)))};
}
TuiCommand parse_why(std::string_view argument) {
  if (argument.empty() || argument == "leader") return line::Command{line::Why{}};
  return usage("/why leader");
}
template <class Plain>
TuiCommand plain(std::string_view) {
  return Plain{};
}

struct Verb {
  std::string_view name;
  TuiCommand (*parse)(std::string_view argument);
};
constexpr std::array kVerbs = {
    Verb{"part", parse_part},     Verb{"topic", parse_topic},    Verb{"list", plain<List>},
    Verb{"search", parse_search}, Verb{"ignore", parse_ignore}, Verb{"verify", parse_verify},
    Verb{"msg", parse_private},   Verb{"why", parse_why},
};

}  // namespace

TuiCommand parse_command(std::string_view text) {
  if (text.starts_with('/') && !text.starts_with("//")) {
    const std::string_view name = text.substr(1, text.find(' ') - 1);
    const auto* verb =
        std::find_if(kVerbs.begin(), kVerbs.end(), [&](const Verb& v) { return v.name == name; });
    if (verb != kVerbs.end()) return verb->parse(trimmed(text.substr(1 + name.size())));
  }
  return line::parse(text);
}

std::vector<std::string> command_names() {
  std::vector<std::string> names = {"who",  "leader", "nick",   "join",    "me",    "history",
                                    "help", "quit",   "invite", "members", "remove"};
  for (const Verb& verb : kVerbs) names.emplace_back(verb.name);
  return names;
}

// Lines of at most 60 columns, for a screen of 80 with the list of rooms.
std::string screen_help() {
  return "Keys and commands:\n"
         "Tab completes; Up and Down bring back what you typed\n"
         "PageUp, PageDown scroll; Esc goes back to the newest\n"
         "Ctrl-N, Ctrl-P  the next room, the one before\n"
         "/join ROOM      speak in ROOM, and see what is said there\n"
         "/part, /list    leave this room; which rooms there are\n"
         "/topic TEXT     what this room is about\n"
         "/msg NICK TEXT  say something to one member alone\n"
         "/me WAVES       say what you do\n"
         "/search WORDS   find; n the next older, N newer, Esc ends\n"
         "/who, /members  who is here; who belongs to the group\n"
         "/invite         a link that lets somebody in\n"
         "/verify NICK    words to compare aloud with NICK\n"
         "/remove NICK    put NICK out of the group\n"
         "/ignore NICK    hide what NICK says; again: show it\n"
         "/nick NAME      call yourself NAME\n"
         "/leader         who relays; /why leader says why\n"
         "/quit           leave once your lines have arrived (Ctrl-D)\n"
         "//text          say a line that begins with a slash";
}

}  // namespace frontend::tui
