#include "protocol/exchange.h"

#include <algorithm>
#include <queue>

namespace protocol {

namespace {

std::size_t bytes_of(const Entry& entry) {
  constexpr std::size_t kOtherFields = 128;
  return kOtherFields + entry.room.value.size() + entry.nick.value.size() + entry.text.value.size();
}

// Entries in the group's order, the least on top.
struct Later {
  static auto key(const Entry& entry) { return std::tie(entry.hlc, entry.stream, entry.seq); }
  bool operator()(const Entry* a, const Entry* b) const { return key(*a) > key(*b); }
};
using Heads = std::priority_queue<const Entry*, std::vector<const Entry*>, Later>;

std::uint64_t claimed(const Want& want, const Stream& stream) {
  const auto& marks = want.have.items;
  const auto is_before = [](const Mark& mark, const Stream& wanted) { return mark.stream < wanted; };
  const auto found = std::lower_bound(marks.begin(), marks.end(), stream, is_before);
  return found == marks.end() || found->stream != stream ? 0 : found->through;
}

// For every stream that `want` covers: the first entry it lacks, or how far it must not wait for any.
Heads first_missing(const Log& log, const Want& want, Batch& batch) {
  Heads heads;
  for (const Held& held : log.held) {
    if (held.stream <= want.first || held.stream > want.last) continue;
    std::uint64_t has = claimed(want, held.stream);
    const std::uint64_t dropped = log.dropped_through(held.stream);
    if (has < dropped) {
      if (batch.dropped.items.size() == kDroppedPerBatch) {
        batch.more = true;
        continue;
      }
      batch.dropped.items.push_back({held.stream, dropped});
      has = dropped;
    }
    if (const Entry* entry = log.entries.find(held.stream, has + 1)) heads.push(entry);
  }
  return heads;
}

}  // namespace

Want question(const Log& log, const Stream& after, const Between& peers) {
  Want want{.to = peers.to, .from = peers.from, .first = after, .last = kLastStream};
  auto& marks = want.have.items;
  for (const Held& held : log.held) {
    if (held.stream > after) marks.push_back({held.stream, *held.through.reveal()});
  }
  std::sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) { return a.stream < b.stream; });
  if (marks.size() > kMarksPerMessage) {
    marks.resize(kMarksPerMessage);
    want.last = marks.back().stream;
  }
  return want;
}

Batch answer(const Log& log, const Want& want) {
  Batch batch{.to = want.from, .from = want.to};
  Heads heads = first_missing(log, want, batch);
  std::size_t bytes = 0;
  while (!heads.empty()) {
    const Entry* entry = heads.top();
    const bool full = batch.entries.items.size() == kEntriesPerBatch;
    if (full || (bytes != 0 && bytes + bytes_of(*entry) > kBatchBytes)) {
      batch.more = true;
      break;
    }
    heads.pop();
    bytes += bytes_of(*entry);
    batch.entries.items.push_back(*entry);
    if (const Entry* next = log.entries.find(entry->stream, entry->seq + 1)) heads.push(next);
  }
  return batch;
}

}  // namespace protocol
