#include "protocol/exchange.h"

#include <algorithm>
#include <queue>

namespace protocol {

namespace {

constexpr std::size_t kMarkBytes = 48;

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

// Applies `each` to the marks of the streams that `want` covers and lacks something of: how far it has them, and
// how far they are held here.
template <class Each>
void for_lacking(const Log& log, const Want& want, const Each& each) {
  for (const Held& held : log.held) {
    if (held.stream <= want.first || held.stream > want.last) continue;
    const std::uint64_t has = claimed(want, held.stream);
    const std::uint64_t through = *held.through.reveal();
    if (has < through) each(Mark{held.stream, has}, Mark{held.stream, through});
  }
}

std::uint64_t count_lacking(const Log& log, const Want& want) {
  std::uint64_t count = 0;
  for_lacking(log, want, [&](const Mark& has, const Mark& held) {
    count += held.through - std::max(has.through, log.floor_of(has.stream));
  });
  return count;
}

// For every stream that `want` covers: the first entry it lacks, or behind which mark it is to begin.
Heads first_missing(const Log& log, const Want& want, bool at_the_end, Batch& batch) {
  Heads heads;
  for_lacking(log, want, [&](const Mark& has, const Mark& held) {
    Mark begin{has.stream, std::max(has.through, log.floor_of(has.stream))};
    const Entry* entry = at_the_end ? nullptr : log.entries.find(begin.stream, begin.through + 1);
    if (entry == nullptr) begin = held;  // too much, or no longer in memory
    if (begin.through > has.through) {
      if (batch.begins.items.size() == kBeginsPerBatch) {
        batch.more = true;
        return;
      }
      batch.begins.items.push_back(begin);
    }
    if (entry != nullptr) heads.push(entry);
  });
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

Batch answer(const Log& log, const Want& want, std::size_t catch_up) {
  Batch batch{.to = want.from, .from = want.to};
  Heads heads = first_missing(log, want, count_lacking(log, want) > catch_up, batch);
  std::size_t bytes = batch.begins.items.size() * kMarkBytes;
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

std::size_t bytes_of(const Entry& entry) {
  constexpr std::size_t kOtherFields = 128;
  return kOtherFields + entry.room.value.size() + entry.nick.value.size() + entry.text.value.size();
}

}  // namespace protocol
