#include "frontend/line/command.h"

#include <algorithm>
#include <array>

#include "frontend/line/printable.h"
#include "node/session.h"

namespace frontend::line {

namespace {

constexpr std::size_t kRoomBytesMax = 64;
constexpr std::size_t kGroupBytesMax = 64;
constexpr std::string_view kBlanks = " \t\r";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string name_problem(const std::string& kind, std::string_view name, std::size_t bytes_max) {
  if (name.empty()) return "A " + kind + " needs at least one character.";
  if (name.size() > bytes_max) {
    return "That " + kind + " is too long: " + std::to_string(bytes_max) + " bytes are the most.";
  }
  if (name.find(' ') != std::string_view::npos || printable_name(name) != name) {
    return "A " + kind + " has no blanks and no control or invisible characters.";
  }
  return {};
}

Command usage(std::string_view form) {
  return Refused{"usage", "This command is used as: " + std::string(form)};
}

Command parse_nick(std::string_view argument) {
  if (argument.empty()) return usage("/nick NAME");
  if (std::string problem = nick_problem(argument); !problem.empty())
    return Refused{"nick", std::move(problem)};
  return SetNick{std::string(argument)};
}

Command parse_join(std::string_view argument) {
  if (argument.empty()) return usage("/join ROOM");
  const std::string_view room = without_hash(argument);
  if (std::string problem = room_problem(room); !problem.empty()) return Refused{"room", std::move(problem)};
  return Join{std::string(room)};
}

Command parse_me(std::string_view argument) {
  if (argument.empty()) return usage("/me WHAT YOU DO");
  return Say{"/me " + std::string(argument)};
}

Command parse_remove(std::string_view argument) {
  if (argument.empty()) return usage("/remove WHO");
  return Remove{std::string(argument)};
}

Command parse_message(std::string_view argument) {
  const std::string_view who = argument.substr(0, argument.find_first_of(kBlanks));
  const std::string_view text = trimmed(argument.substr(who.size()));
  if (text.empty()) return usage("/msg NICK TEXT");
  return Tell{std::string(who), std::string(text)};
}

struct Verb {
  std::string_view name;
  Command (*parse)(std::string_view argument);
};

template <class Plain>
Command plain(std::string_view) {
  return Plain{};
}

constexpr std::array kVerbs = {
    Verb{"who", plain<Who>},    Verb{"leader", plain<Leader>},   Verb{"why", plain<Why>},
    Verb{"nick", parse_nick},   Verb{"join", parse_join},        Verb{"me", parse_me},
    Verb{"msg", parse_message}, Verb{"history", plain<History>}, Verb{"help", plain<Help>},
    Verb{"quit", plain<Quit>},  Verb{"invite", plain<Invite>},   Verb{"members", plain<Members>},
    Verb{"remove", parse_remove},
};

}  // namespace

Command parse(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (trimmed(line).empty()) return Nothing{};
  if (line.starts_with("//")) return Say{std::string(line.substr(1))};
  if (!line.starts_with('/')) return Say{std::string(line)};
  const std::string_view name = line.substr(1, line.find_first_of(kBlanks) - 1);
  const std::string_view argument = trimmed(line.substr(1 + name.size()));
  const auto* verb =
      std::find_if(kVerbs.begin(), kVerbs.end(), [&](const Verb& v) { return v.name == name; });
  if (verb != kVerbs.end()) return verb->parse(argument);
  return Refused{"unknown_command", "There is no command /" + std::string(name) +
                                        "; /help lists them. Begin with // to say a slash."};
}

std::string nick_problem(std::string_view nick) { return name_problem("nick", nick, node::kNickBytesMax); }

std::string room_problem(std::string_view room) { return name_problem("room's name", room, kRoomBytesMax); }

std::string group_problem(std::string_view group) {
  return name_problem("group's name", group, kGroupBytesMax);
}

std::string_view without_hash(std::string_view room) {
  if (room.starts_with('#')) room.remove_prefix(1);
  return room;
}

std::string_view help_text() {
  return "/who            who is here\n"
         "/leader         who relays\n"
         "/why            why that peer relays\n"
         "/invite         a link by which one more may come in\n"
         "/members        who belongs to the group, here or not\n"
         "/remove WHO     remove somebody who came after you\n"
         "/nick NAME      call yourself NAME\n"
         "/join ROOM      speak in ROOM, and see what is said there\n"
         "/me WAVES       say what you do\n"
         "/msg NICK TEXT  say it to one member alone\n"
         "/history        everything said in this room\n"
         "/quit           leave once your lines have arrived\n"
         "//text          say a line that begins with a slash";
}

}  // namespace frontend::line
