#include "sim/check/safe_first.h"

#include <algorithm>

#include "protocol/chat.h"

namespace sim {

bool SafeFirst::still_lives(HostIndex host, std::uint32_t life) const {
  return world_.running(host) && ledger_.host(host).life == life;
}

// With a store: on the disk.
bool SafeFirst::is_safe_with(HostIndex host, LineIndex line) const {
  const SimStore* store = world_.store(host);
  if (store == nullptr) return true;
  const protocol::Stream& stream = world_.peer(ledger_.line(line).author).stream();
  return store->has_on_disk(stream.author, stream.epoch, ledger_.line(line).seq);
}

void SafeFirst::on_message(HostIndex host, const node::Message&, std::optional<LineIndex> index) {
  if (!index) return;
  const Line& line = ledger_.line(*index);
  if (host == line.author) return;
  holders_.resize(std::max<std::size_t>(holders_.size(), *index + 1));
  holders_[*index].push_back({host, ledger_.host(host).life});
  if (still_lives(line.author, line.life) && !is_safe_with(line.author, *index)) {
    fail(name_of(host) + " shows " + ledger_.describe(*index) + ", which is not on its author's disk");
  }
}

void SafeFirst::on_acknowledged(HostIndex host, LineIndex index, bool alone) {
  holders_.resize(std::max<std::size_t>(holders_.size(), index + 1));
  if (!is_safe_with(host, index)) fail(ledger_.describe(index) + " is not on its author's disk");
  if (alone) return;  // one's own word is all there is
  // One that has ended since may have had it on its disk, or nowhere: nobody can tell any more.
  const auto& holders = holders_[index];
  const bool held = std::any_of(holders.begin(), holders.end(), [&](const Holder& holder) {
    return !still_lives(holder.host, holder.life) || is_safe_with(holder.host, index);
  });
  if (!held) fail(ledger_.describe(index) + " is safe with nobody else");
}

}  // namespace sim
