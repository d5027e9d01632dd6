// Whom a line for one member is meant for, as a person names them. Looks only; says nothing.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "node/session.h"

namespace frontend::line {

// So much of a node stands for it, shown and typed.
inline constexpr std::size_t kNodeDigits = 8;

struct Recipient {
  std::string node, user{};  // of those it hosts; empty: its own
};

// The one other member that is called `who`, or whose node begins with it (kNodeDigits or more), or the user of that nick
// whom a peer hosts. Fails with a sentence where there is none, or more than one.
base::Result<Recipient> find_recipient(const node::Session& session, std::string_view who);

}  // namespace frontend::line
