// What the settings of the gateway hold, as JSON. Whatever is of another form is nothing.
#pragma once

#include <optional>
#include <string>

#include "frontend/irc/directory.h"

namespace frontend::irc {

std::string to_json(const User& user);
std::string to_json(const Rule& rule);
std::string to_json(const Kick& kick);
std::string to_json(const Asked& asked);

std::optional<User> read_user(const std::string& json);
std::optional<Rule> read_rule(const std::string& json);
std::optional<Kick> read_kick(const std::string& room, const std::string& json);
std::optional<Asked> read_asked(const std::string& nick, const std::string& json);

}  // namespace frontend::irc
