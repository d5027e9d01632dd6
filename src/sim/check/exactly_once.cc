#include "sim/check/exactly_once.h"

namespace sim {

void ExactlyOnce::on_message(HostIndex host, const node::Message& message, std::optional<LineIndex> line) {
  if (!line) return fail(name_of(host) + " shows \"" + message.text + "\", which nobody said");
  const Line& said = ledger_.line(*line);
  if (said.text != message.text || said.room != message.room) {
    fail(name_of(host) + " shows \"" + message.text + "\" in " + message.room + " for " +
         ledger_.describe(*line));
  }
  if (ledger_.host(host).seen.contains(*line))
    fail(name_of(host) + " shows a second time " + ledger_.describe(*line));
}

}  // namespace sim
