// Whom a line for one member is meant for, as a person names them. Looks only; says nothing.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "node/session.h"

namespace frontend::line {

// So much of a node stands for it, shown and typed.
inline constexpr std::size_t kNodeDigits = 8;

// The node of the one other member that is called `who`, or whose node begins with it (kNodeDigits or more).
// Fails with a sentence where there is none, or more than one.
base::Result<std::string> find_recipient(const node::Session& session, std::string_view who);

}  // namespace frontend::line
