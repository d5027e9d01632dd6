#include "node/recall.h"

#include <algorithm>
#include <map>

#include "wire/canonical.h"

namespace node {

namespace {

// What is stored of a stream is held through its mark; of the entries below, those that follow each other up
// to the mark are loaded, and what is before them counts as dropped.
void count_streams(const std::map<protocol::Stream, std::uint64_t>& marks, Recalled& recalled) {
  std::map<protocol::Stream, std::vector<std::uint64_t>> loaded;
  for (const protocol::Entry& entry : recalled.entries) loaded[entry.stream].push_back(entry.seq);
  for (const auto& [stream, through] : marks) {
    std::vector<std::uint64_t>& seqs = loaded[stream];
    std::sort(seqs.begin(), seqs.end());
    std::uint64_t first = through + 1;
    for (; !seqs.empty() && seqs.back() + 1 == first; seqs.pop_back()) first = seqs.back();
    recalled.held.push_back({stream, protocol::LMax(through)});
    if (first > 1) recalled.dropped.push_back({stream, protocol::LMax(first - 1)});
  }
}

}  // namespace

base::Result<Recalled> recall_log(env::Store& store) {
  Recalled recalled;
  std::map<protocol::Stream, std::uint64_t> marks;
  auto status = store.marks([&](const env::StoredMark& mark) {
    if (marks.size() < protocol::kStreamsMax) marks[{mark.author, mark.epoch}] = mark.through;
  });
  if (!status) return status.error();
  status = store.newest(protocol::kLogEntriesMax, [&](base::ByteView body) {
    auto read = wire::read_canonical(body);
    auto* entry = std::get_if<protocol::Entry>(&read);
    const auto mark = entry == nullptr ? marks.end() : marks.find(entry->stream);
    if (mark == marks.end() || entry->seq > mark->second) {
      ++recalled.unreadable;
    } else {
      recalled.entries.push_back(std::move(*entry));
    }
  });
  if (!status) return status.error();
  count_streams(marks, recalled);
  std::map<protocol::Stream, protocol::LastEntry> last;
  for (const protocol::Entry& entry : recalled.entries) {
    if (last[entry.stream].seq < entry.seq) last[entry.stream] = {entry.seq, entry.id};
  }
  for (const auto& [stream, entry] : last) recalled.tips.push_back({stream, protocol::LMax(entry)});
  return recalled;
}

}  // namespace node
