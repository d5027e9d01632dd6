#include "sim/check/honest_peers.h"

namespace sim {

void HonestPeers::at_calm(bool) {
  if (world_.rule_errors() == 0 && world_.refused_frames() == 0) return;
  fail(std::to_string(world_.rule_errors()) + " rule errors and " + std::to_string(world_.refused_frames()) +
       " refused frames; the first: " + world_.first_complaint());
}

}  // namespace sim
