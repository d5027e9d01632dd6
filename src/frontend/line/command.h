// What a typed line means: something to say, or one of the slash commands. Parsing only; carries nothing out.
#pragma once

#include <string>
#include <string_view>
#include <variant>

namespace frontend::line {

struct Nothing {};  // an empty line
// `text` may begin with "/me ", which is how an action travels and is stored (as in XMPP, XEP-0245).
struct Say {
  std::string text;
};
// For one member alone: a nick, or the first digits of a node.
struct Tell {
  std::string who, text;
};
struct Who {};
struct Leader {};
struct Why {};
struct History {};
struct Help {};
struct Quit {};
struct Invite {};   // one person, for a day
struct Members {};  // who belongs, here or not
struct Remove {
  std::string who;
};
struct SetNick {
  std::string nick;
};
struct Join {
  std::string room;
};
// Understood but not carried out: the code is a word for programs, the message a sentence for people.
struct Refused {
  std::string code, message;
};

using Command = std::variant<Nothing, Say, Tell, Who, Leader, Why, History, Help, Quit, Invite, Members, Remove, SetNick,
                             Join, Refused>;

// "//..." says a line that begins with one slash.
Command parse(std::string_view line);

// A sentence that says what is wrong with a name, or nothing. A name is UTF-8 without blanks, control or
// invisible characters; a nick has 1 to 32 bytes, the names of rooms and groups 1 to 64.
std::string nick_problem(std::string_view nick);
std::string room_problem(std::string_view room);
std::string group_problem(std::string_view group);

// A room may be typed with a leading '#', which is not part of its name.
std::string_view without_hash(std::string_view room);

// The commands, one a line.
std::string_view help_text();

}  // namespace frontend::line
