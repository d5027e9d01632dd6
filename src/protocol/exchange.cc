#include "protocol/exchange.h"

#include <algorithm>
#include <queue>

#include "protocol/tails.h"

namespace protocol {

namespace {

constexpr std::size_t kMarkBytes = 48;

// Entries in the group's order, the least on top.
struct Later {
  static auto key(const Entry& entry) { return std::tie(entry.hlc, entry.stream, entry.seq); }
  bool operator()(const Entry* a, const Entry* b) const { return key(*a) > key(*b); }
};
using Heads = std::priority_queue<const Entry*, std::vector<const Entry*>, Later>;

// The first entry of each tail. Where a tail does not begin at the mark of whoever asked, that is said.
Heads heads_of(const Log& log, const Tails& tails, Batch& batch) {
  Heads heads;
  for (const auto& [stream, tail] : tails) {
    if (tail.begin > tail.has) {
      if (batch.begins.items.size() == kBeginsPerBatch) {
        batch.more = true;
        continue;
      }
      batch.begins.items.push_back({stream, tail.begin});
    }
    if (const Entry* entry = log.entries.find(stream, tail.begin + 1)) heads.push(entry);
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

Batch answer(const Log& log, const Want& want, const Portions& portions, const Mark& last) {
  Batch batch{.to = want.from, .from = want.to};
  Heads heads = heads_of(log, tails(log, want, portions), batch);
  const auto is_beyond = [&](const Entry& entry) { return entry.stream == last.stream && entry.seq > last.through; };
  std::size_t bytes = batch.begins.items.size() * kMarkBytes;
  while (!heads.empty()) {
    const Entry* entry = heads.top();
    const bool full = batch.entries.items.size() == kEntriesPerBatch;
    if (full || (bytes != 0 && bytes + bytes_of(*entry) > kBatchBytes)) {
      batch.more = true;
      break;
    }
    heads.pop();
    if (is_beyond(*entry)) continue;
    bytes += bytes_of(*entry);
    batch.entries.items.push_back(*entry);
    if (const Entry* next = log.entries.find(entry->stream, entry->seq + 1)) heads.push(next);
  }
  return batch;
}

std::size_t bytes_of(const Entry& entry) {
  const std::size_t kOtherFields = entry.to == base::PeerId{} ? 170 : 200;
  return kOtherFields + entry.room.value.size() + entry.nick.value.size() + entry.text.value.size();
}

}  // namespace protocol
