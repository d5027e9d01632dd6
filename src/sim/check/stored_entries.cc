#include "sim/check/stored_entries.h"

#include <string>

#include "wire/bundle.h"
#include "wire/canonical.h"

namespace sim {

namespace {

std::string beginning_of(const protocol::Entry& entry) {
  std::string texts;
  wire::visit_lines(entry, [&](std::uint64_t, const wire::Line& line) { texts += line.text; });
  return texts.substr(0, 24);
}

}  // namespace

void StoredEntries::at_calm(bool last) {
  if (!last) return;  // it takes long, and what is stored stays
  for (HostIndex host = 0; host < world_.hosts(); ++host) {
    if (const SimStore* store = world_.store(host)) check(host, *store);
  }
}

// Entries come by author, epoch and number.
void StoredEntries::check(HostIndex host, const SimStore& store) {
  protocol::Entry before;
  store.visit([&](const env::StoredEntry& stored) {
    const auto& [entry, lines] = stored_lines_.read(stored.body);
    if (!entry) return fail(name_of(host) + " stores something that is no entry");
    const auto what = [&, &entry = *entry] { return name_of(host) + " stores \"" + beginning_of(entry) + "\""; };
    if (lines.empty()) return fail(what() + ", which nobody said");
    wire::visit_lines(*entry, [&, &lines = lines](std::uint64_t index, const wire::Line& line) {
      if (ledger_.line(lines[index]).text != line.text) fail(what() + " for " + ledger_.describe(lines[index]));
    });
    if (!is_named(stored, *entry)) fail(what() + " under another name");
    const bool follows = entry->stream == before.stream && entry->seq == before.seq + 1;
    if (follows && entry->previous != before.id) fail(what() + ", which does not follow its author's line before");
    if (!follows) check_signature(host, before);  // it vouches for all before it
    before = *entry;
  });
  check_signature(host, before);
}

void StoredEntries::check_signature(HostIndex host, const protocol::Entry& last) {
  if (last.seq == 0 || signed_.contains(last.id)) return;
  if (wire::verify(last.key, wire::signed_part(world_.group(), last), last.signature)) {
    signed_.insert(last.id);
  } else {
    fail(name_of(host) + " stores \"" + beginning_of(last) + "\", which nobody signed");
  }
}

}  // namespace sim
