#include "sim/check/nothing_lost.h"

namespace sim {

void NothingLost::at_calm(bool) {
  for (HostIndex host = 0; host < ledger_.hosts(); ++host) {
    if (!world_.running(host)) continue;
    const Ledger::HostPage& page = ledger_.host(host);
    if (const std::size_t waiting = world_.peer(host).unacknowledged(); waiting != 0) {
      fail(name_of(host) + " still waits for " + std::to_string(waiting) + " acknowledgements");
    }
    for (LineIndex line = 0; line < ledger_.size(); ++line) {
      if (ledger_.line(line).lost || page.held.contains(line)) continue;
      fail(name_of(host) + " lacks " + ledger_.describe(line));
      break;
    }
  }
}

}  // namespace sim
