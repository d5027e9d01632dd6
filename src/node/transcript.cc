#include "node/transcript.h"

#include <algorithm>
#include <variant>
#include <vector>

#include "node/reporter.h"
#include "wire/bundle.h"
#include "wire/canonical.h"

namespace node {

base::Status Transcript::visit(const What& what, const Session::Visit& visit) const {
  std::vector<const protocol::Entry*> remembered;
  std::size_t lines = 0;
  for (const protocol::Entry& entry : chat_.log.entries) {
    if (!is_shown(entry, what)) continue;
    remembered.push_back(&entry);
    lines += wire::count_lines(entry);
  }
  const auto in_order = [](const protocol::Entry* a, const protocol::Entry* b) { return before(*a, *b); };
  std::sort(remembered.begin(), remembered.end(), in_order);
  const std::size_t wanted = what.count_max - std::min(lines, what.count_max);
  const auto counted = visit_stored(what, wanted, [&](const protocol::Entry& entry) { lines += wire::count_lines(entry); });
  // Of a bundle that is only wanted in part, its first lines are left out.
  std::size_t excess = lines - std::min(lines, what.count_max);
  const auto show = [&](const protocol::Entry& entry) {
    letters_.read(entry, [&](Message&& message) {
      if (excess == 0) return visit(std::move(message));
      --excess;
    });
  };
  // Lines that nobody has confirmed stay in memory, and so may stand between older ones that did not.
  auto next = remembered.begin();
  const auto status = visit_stored(what, wanted, [&](const protocol::Entry& entry) {
    for (; next != remembered.end() && before(**next, entry); ++next) show(**next);
    show(entry);
  });
  for (; next != remembered.end(); ++next) show(**next);
  return status.ok() ? counted : status;
}

bool Transcript::is_shown(const protocol::Entry& entry, const What& what) const {
  return Letters::is_line(entry) && entry.room.value == what.room && what.wanted(entry) &&
         !chat_.charter.hides(entry.stream.author, entry.stream.epoch, entry.seq);
}

// Of the lines that memory has let go of.
base::Status Transcript::visit_stored(const What& what, std::size_t count_max,
                                      const std::function<void(const protocol::Entry&)>& visit) const {
  const auto& horizon = chat_.log.horizon.value().reveal();
  if (store_ == nullptr || !horizon || count_max == 0) return base::Done{};
  return store_->earlier({.room = what.room, .hlc = *horizon, .count_max = count_max}, [&](base::ByteView body) {
    const auto read = wire::read_canonical(body);
    const auto* entry = std::get_if<protocol::Entry>(&read);
    if (entry == nullptr || !is_shown(*entry, what)) return;
    if (chat_.log.entries.find(entry->stream, entry->seq) == nullptr) visit(*entry);
  });
}

}  // namespace node
