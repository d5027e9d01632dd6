#include "node/recall.h"

#include <algorithm>
#include <map>

#include "wire/bundle.h"
#include "wire/canonical.h"

namespace node {

namespace {

base::Error too_old() {
  return {"The data folder was made before lines belonged to a group: its log can't be carried on. Move the folder "
          "away, or choose another with --data."};
}

// What the entry after a gap says of the last one in it.
base::Result<protocol::Gap> recall_gap(env::Store& store, const protocol::Stream& stream,
                                       const env::StoredGap& known) {
  protocol::Gap gap{.first = known.first, .last = known.last};
  const auto read = [&](std::uint64_t, base::ByteView body) {
    const auto entry = wire::read_canonical(body);
    if (const auto* above = std::get_if<protocol::Entry>(&entry)) {
      gap.id = above->previous;
      gap.hlc = above->hlc;
    }
  };
  const env::Store::Stretch next{stream.author, stream.epoch, gap.last + 1, gap.last + 1};
  if (auto status = store.stretch(next, read); !status) return status.error();
  return gap;
}

// The gaps as they are: as noted, and, where the entries were loaded, also those that nobody noted, as in a
// damaged store. What they miss is looked for again.
std::vector<env::StoredGap> gaps_of(const env::StoredMark& mark, std::vector<std::uint64_t> loaded) {
  std::sort(loaded.begin(), loaded.end());
  std::vector<env::StoredGap> gaps;
  for (const env::StoredGap& gap : mark.gaps) {
    if (gap.first <= gap.last && gap.last <= mark.through && (loaded.empty() || gap.last < loaded.front())) {
      gaps.push_back(gap);
    }
  }
  for (std::size_t i = 0; i < loaded.size(); ++i) {
    const std::uint64_t next = i + 1 < loaded.size() ? loaded[i + 1] : mark.through + 1;
    if (loaded[i] + 1 < next) gaps.push_back({loaded[i] + 1, next - 1});
  }
  // Of too many the newest are kept, and what is below them is looked for as well.
  if (const std::size_t excess = gaps.size() - std::min(gaps.size(), protocol::kGapsPerStream); excess != 0) {
    const std::uint64_t first = gaps.front().first;
    gaps.erase(gaps.begin(), gaps.begin() + static_cast<std::ptrdiff_t>(excess));
    gaps.front().first = first;
  }
  return gaps;
}

base::Status recall_streams(env::Store& store, const std::map<protocol::Stream, env::StoredMark>& marks,
                            Recalled& recalled) {
  std::map<protocol::Stream, std::vector<std::uint64_t>> loaded;
  for (const protocol::Entry& entry : recalled.entries) loaded[entry.stream].push_back(entry.seq);
  for (const auto& [stream, mark] : marks) {
    recalled.held.push_back({stream, protocol::LMax(mark.through)});
    protocol::Gaps gaps{stream};
    for (const env::StoredGap& known : gaps_of(mark, std::move(loaded[stream]))) {
      auto gap = recall_gap(store, stream, known);
      if (!gap) return gap.error();
      gaps.list.push_back(gap.value());
    }
    if (!gaps.list.empty()) recalled.gaps.push_back(std::move(gaps));
  }
  return base::Done{};
}

// Until no more than so many lines are left, and of each time all or none; answers whether it dropped any.
bool drop_oldest(std::vector<protocol::Entry>& entries, std::size_t lines_max) {
  std::size_t lines = 0;
  auto first = entries.end();
  while (first != entries.begin() && (lines += wire::count_lines(*std::prev(first))) <= lines_max) --first;
  if (first == entries.begin()) return false;
  while (first != entries.end() && first->hlc == std::prev(first)->hlc) ++first;
  entries.erase(entries.begin(), first);
  return true;
}

}  // namespace

base::Result<Recalled> recall_log(env::Store& store, std::size_t lines_max, wire::Prover& prover) {
  Recalled recalled;
  std::map<protocol::Stream, env::StoredMark> marks;
  auto status = store.marks([&](const env::StoredMark& mark) {
    if (marks.size() < protocol::kStreamsMax) marks[{mark.author, mark.epoch}] = mark;
  });
  if (!status) return status.error();
  bool any_older_form = false;
  std::size_t count = 0;
  status = store.newest(lines_max, [&](base::ByteView body) {
    ++count;
    auto read = wire::read_canonical(body);
    if (const auto* refusal = std::get_if<wire::Refusal>(&read)) any_older_form |= *refusal == wire::Refusal::kVersion;
    auto* entry = std::get_if<protocol::Entry>(&read);
    const auto mark = entry == nullptr ? marks.end() : marks.find(entry->stream);
    if (mark == marks.end() || entry->seq > mark->second.through) {
      ++recalled.unreadable;
    } else {
      recalled.entries.push_back(std::move(*entry));
    }
  });
  if (!status) return status.error();
  if (any_older_form && recalled.entries.empty()) return too_old();
  prover.prove(recalled.entries);
  recalled.unreadable += std::erase_if(recalled.entries, [](const protocol::Entry& e) { return !e.proven; });
  if (status = recall_streams(store, marks, recalled); !status) return status.error();
  std::map<protocol::Stream, protocol::LastEntry> last;
  for (const protocol::Entry& entry : recalled.entries) {
    if (last[entry.stream].seq < entry.seq) last[entry.stream] = {entry.seq, entry.id};
  }
  for (const auto& [stream, entry] : last) recalled.tips.push_back({stream, protocol::LMax(entry)});
  recalled.any_older = drop_oldest(recalled.entries, lines_max) || count == lines_max;
  return recalled;
}

}  // namespace node
