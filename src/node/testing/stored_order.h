// What a store that holds its entries in memory answers, in the order of the log: for tests and the simulator. Pure functions.
#pragma once

#include <algorithm>
#include <cstddef>
#include <tuple>
#include <utility>
#include <vector>

#include "env/store.h"

namespace node::testing {

using StoredEntries = std::vector<const env::StoredEntry*>;

inline void put_in_order(StoredEntries& entries) {
  std::sort(entries.begin(), entries.end(), [](const env::StoredEntry* a, const env::StoredEntry* b) {
    return std::tie(a->hlc, a->author, a->epoch, a->seq) < std::tie(b->hlc, b->author, b->epoch, b->seq);
  });
}

// The newest `count_max` of them, oldest first.
template <class Visit>
void visit_newest(StoredEntries entries, std::size_t count_max, Visit&& visit) {
  put_in_order(entries);
  for (std::size_t i = entries.size() - std::min(entries.size(), count_max); i < entries.size(); ++i) visit(*entries[i]);
}

// The newest `count_max` of their lines whose text `matches`, as env::Store::search() finds them.
template <class Matches>
void visit_lines(StoredEntries entries, std::size_t count_max, Matches&& matches, const env::Store::Found& visit) {
  put_in_order(entries);
  std::vector<std::pair<const env::StoredEntry*, std::size_t>> lines;
  for (const env::StoredEntry* entry : entries) {
    for (std::size_t i = 0; i < entry->texts.size(); ++i) {
      if (matches(entry->texts[i])) lines.emplace_back(entry, entry->texts.size() - 1 - i);
    }
  }
  for (std::size_t i = lines.size() - std::min(lines.size(), count_max); i < lines.size(); ++i) {
    visit(lines[i].first->body, lines[i].second);
  }
}

}  // namespace node::testing
