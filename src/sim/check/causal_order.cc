#include "sim/check/causal_order.h"

#include <algorithm>

#include "protocol/limits.h"
#include "sim/check/one_log.h"

namespace sim {

namespace {

constexpr std::uint32_t kNowhere = ~std::uint32_t{0};

}  // namespace

// All histories are the same (another checker sees to that), so one is enough. Rooms are ordered each for
// itself.
void CausalOrder::at_calm(bool last) {
  if (!last) return;
  for (HostIndex host = 0; host < ledger_.hosts(); ++host) {
    if (!world_.running(host)) continue;
    std::vector<std::uint32_t> places(ledger_.size() + 1, kNowhere);
    std::uint32_t place = 0;
    for (const LineIndex line : transcript_of(world_, ledger_, stored_lines_, host)) places[line] = place++;
    return check_causes(places);
  }
}

void CausalOrder::check_causes(const std::vector<std::uint32_t>& places) {
  for (LineIndex index = 0; index < ledger_.size(); ++index) {
    const Line& line = ledger_.line(index);
    if (places[index] == kNowhere) continue;
    for (std::size_t i = line.causes_begin; i < line.causes_end; ++i) {
      const LineIndex cause = ledger_.causes()[i];
      // Stated limit: a clock more than kClockDriftMax ahead is not followed, so its lines sort by its own
      // time.
      if (ledger_.line(cause).ahead - line.behind > protocol::kClockDriftMax) continue;
      if (ledger_.line(cause).room != line.room || places[cause] == kNowhere || places[cause] < places[index])
        continue;
      return fail(ledger_.describe(index) +
                  " sorts before what its author had seen: " + ledger_.describe(cause));
    }
  }
}

}  // namespace sim
