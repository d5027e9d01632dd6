// Why the leader leads, from the engine's derivation, in words for people.
#pragma once

#include <string>

#include "protocol/chat.h"

namespace node {

// Several lines; ids are shown by nick.
std::string explain_leader(const bloom::Program& program, const protocol::Chat& chat);

}  // namespace node
