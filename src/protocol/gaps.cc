#include "protocol/gaps.h"

#include <algorithm>
#include <tuple>

namespace protocol {

namespace {

std::vector<Gap>::iterator gap_with(std::vector<Gap>& gaps, std::uint64_t seq) {
  return std::find_if(gaps.begin(), gaps.end(), [&](const Gap& g) { return g.first <= seq && seq <= g.last; });
}

// Above the entry found, and below it, a gap may remain.
void close(std::vector<Gap>& gaps, const GapChange& change) {
  const auto at = gap_with(gaps, change.seq);
  if (at == gaps.end()) return;
  const Gap above{change.seq + 1, at->last, at->id, at->hlc};
  const Gap below{at->first, change.seq - 1, change.previous, change.hlc};
  const auto next = gaps.erase(at);
  const auto put = above.first <= above.last ? gaps.insert(next, above) : next;
  if (below.first <= below.last) gaps.insert(put, below);
}

void name(std::vector<Gap>& gaps, const GapChange& change) {
  const auto at = gap_with(gaps, change.seq - 1);
  if (at == gaps.end() || at->last != change.seq - 1) return;
  at->id = change.previous;
  at->hlc = change.hlc;
}

void open(std::vector<Gap>& gaps, const Gap& missing) {
  gaps.push_back(missing);
  if (gaps.size() <= kGapsPerStream) return;
  gaps.pop_back();
  gaps.back() = {gaps.back().first, missing.last, missing.id, missing.hlc};
}

}  // namespace

GapChange found(const Entry& entry) {
  return {entry.stream, Turn::kFound, entry.seq, entry.previous, entry.hlc, {}};
}
GapChange named(const Entry& entry) {
  return {entry.stream, Turn::kNamed, entry.seq, entry.previous, entry.hlc, {}};
}
GapChange missing(const Mark& begin, std::uint64_t held_through) {
  return {begin.stream, Turn::kMissing, 0, {}, kIntegerMax, {held_through + 1, begin.through, {}, kIntegerMax}};
}

std::vector<Gap> apply(std::vector<Gap> gaps, std::vector<GapChange> changes) {
  std::stable_sort(changes.begin(), changes.end(), [](const GapChange& a, const GapChange& b) {
    return std::tie(a.turn, b.seq, b.missing.last) < std::tie(b.turn, a.seq, a.missing.last);
  });
  for (const GapChange& change : changes) {
    if (change.turn == Turn::kFound) close(gaps, change);
    if (change.turn == Turn::kNamed) name(gaps, change);
    if (change.turn == Turn::kMissing && (gaps.empty() || gaps.back().last < change.missing.first)) {
      open(gaps, change.missing);
    }
  }
  return gaps;
}

const Gap* gap_at(const std::vector<Gap>& gaps, std::uint64_t seq) {
  for (const Gap& gap : gaps) {
    if (gap.first <= seq && seq <= gap.last) return &gap;
  }
  return nullptr;
}

}  // namespace protocol
