// What the commands of `conclave` ask a running peer, one JSON object each, and the answers. Talks to the
// Session alone.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "node/session.h"

namespace frontend::control {

struct About {
  std::string group;                                               // as its user calls it
  std::function<std::string(const node::Invite& invite)> to_link;  // the text people pass on
};

// {"request": "status" | "why" | "members" | "invite" | "remove" | "verify", ...} is answered with {"ok":
// true, ...} or
// {"ok": false, "message": "..."}, in one line without its newline. docs/command.md lists the fields.
std::string answer(node::Session& session, const About& about, std::string_view request);

std::string refusal(std::string_view message);

}  // namespace frontend::control
