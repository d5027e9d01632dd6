// What a peer tells its user, in words, for traces.
#pragma once

#include <string>

#include "node/session.h"

namespace sim {

std::string event_text(const node::Event& event);

}  // namespace sim
