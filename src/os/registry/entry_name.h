// The names of the registry's files: "<group>.<peer id>.<nonce>", with the group escaped. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/ids.h"

namespace os {

// Any bytes may be in a group's name: what is not a letter, digit, '-' or '_' is written as %XX, and a long
// name ends in its hash. The nonce differs for each start of a peer, so a name that was removed never comes
// back.
std::string entry_name(std::string_view group, const base::PeerId& id, std::uint64_t nonce);

// Whose entry a file is; nothing when it is none of this group.
std::optional<base::PeerId> entry_owner(std::string_view group, std::string_view name);

}  // namespace os
