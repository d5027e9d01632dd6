#include "sim/check/stored_entries.h"

#include <variant>

#include "wire/canonical.h"

namespace sim {

void StoredEntries::at_calm(bool last) {
  if (!last) return;  // it takes long, and what is stored stays
  for (HostIndex host = 0; host < world_.hosts(); ++host) {
    if (const SimStore* store = world_.store(host)) check(host, *store);
  }
}

// Entries come by author, epoch and number.
void StoredEntries::check(HostIndex host, const SimStore& store) {
  protocol::Entry before;
  const auto check_signature = [&](const protocol::Entry& last) {
    const bool holds = last.seq == 0 || wire::verify(last.key, wire::signed_part(world_.group(), last), last.signature);
    if (!holds)
      fail(name_of(host) + " stores \"" + last.text.value.substr(0, 24) + "\", which nobody signed");
  };
  store.visit([&](const env::StoredEntry& stored) {
    const auto read = wire::read_canonical(stored.body);
    const auto* entry = std::get_if<protocol::Entry>(&read);
    if (entry == nullptr) return fail(name_of(host) + " stores something that is no entry");
    const std::string what = name_of(host) + " stores \"" + entry->text.value.substr(0, 24) + "\"";
    const auto line = ledger_.find(base::to_hex(entry->id));
    if (!line) return fail(what + ", which nobody said");
    if (ledger_.line(*line).text != entry->text.value) fail(what + " for " + ledger_.describe(*line));
    if (entry->stream.author != stored.author || entry->stream.epoch != stored.epoch ||
        entry->seq != stored.seq) {
      fail(what + " under another name");
    }
    const bool follows = entry->stream == before.stream && entry->seq == before.seq + 1;
    if (follows && entry->previous != before.id)
      fail(what + ", which does not follow its author's line before");
    if (!follows) check_signature(before);  // it vouches for all before it
    before = *entry;
  });
  check_signature(before);
}

}  // namespace sim
