#include "protocol/look_back.h"

#include <algorithm>
#include <tuple>

namespace protocol {

namespace {

struct Ranked {
  Rank rank;
  Span span;
};

bool is_before(const Rank& a, const Rank& b) {
  return std::tie(b.hlc, a.stream, b.last) < std::tie(a.hlc, b.stream, a.last);
}

// One stream's way down, over what arrived, from the top.
class Stair {
 public:
  Stair(const Log& log, bool keeps, const Stream& stream, Descent& descent)
      : log_(log), keeps_(keeps), stream_(stream), gaps_(log.gaps_of(stream)), descent_(descent) {}

  void meet(const Arrival& arrival) {
    const Entry& entry = arrival.entry;
    const Gap* gap = gap_at(gaps_, entry.seq);
    if (!entry.proven) return descent_.broken.push_back(arrival);
    if (gap == nullptr || !has_a_place(entry, *gap)) return;
    if (!fits(entry, *gap)) return descent_.broken.push_back(arrival);
    if (log_.entries.find(stream_, entry.seq) == nullptr) descent_.found.push_back(arrival);
    descent_.changes.push_back(found(entry));
    gaps_ = apply(std::move(gaps_), {found(entry)});
  }

 private:
  bool fits(const Entry& entry, const Gap& gap) const {
    if (entry.seq == gap.last && gap.id != base::EntryId{} && gap.id != entry.id) return false;
    if (entry.seq == 1) return entry.previous == base::EntryId{};
    const Entry* below = entry.seq == gap.first ? log_.entries.find(stream_, entry.seq - 1) : nullptr;
    return below == nullptr || below->id == entry.previous;
  }
  // In a log, and among its gaps if it splits one.
  bool has_a_place(const Entry& entry, const Gap& gap) const {
    const bool splits = entry.seq != gap.first && entry.seq != gap.last;
    return (keeps_ || !log_.is_before_horizon(entry)) && (!splits || gaps_.size() < kGapsPerStream);
  }

  const Log& log_;
  const bool keeps_;
  const Stream& stream_;
  std::vector<Gap> gaps_;
  Descent& descent_;
};

}  // namespace

Agenda agenda(const Log& log, const Rank& after) {
  std::vector<Ranked> behind;
  for (const Gaps& gaps : log.gaps) {
    for (const Gap& gap : gaps.list) {
      const Rank rank{gap.hlc, gaps.stream, gap.last};
      if (is_before(after, rank)) behind.push_back({rank, {gaps.stream, gap.first, gap.last}});
    }
  }
  const std::size_t count = std::min(behind.size(), kGapsPerLookBack);
  const auto end = behind.begin() + static_cast<std::ptrdiff_t>(count);
  std::partial_sort(behind.begin(), end, behind.end(),
                    [](const Ranked& a, const Ranked& b) { return is_before(a.rank, b.rank); });
  Agenda next{{}, after};
  for (std::size_t i = 0; i < count; ++i) {
    next.missing.items.push_back(behind[i].span);
    next.last = behind[i].rank;
  }
  return next;
}

Descent descend(const Log& log, bool keeps, std::vector<Arrival> arrivals) {
  std::stable_sort(arrivals.begin(), arrivals.end(), [](const Arrival& a, const Arrival& b) {
    return std::tie(a.entry.stream, b.entry.seq) < std::tie(b.entry.stream, a.entry.seq);
  });
  Descent descent;
  for (std::size_t at = 0; at < arrivals.size();) {
    const Stream& stream = arrivals[at].entry.stream;
    Stair stair(log, keeps, stream, descent);
    for (; at < arrivals.size() && arrivals[at].entry.stream == stream; ++at) stair.meet(arrivals[at]);
  }
  return descent;
}

}  // namespace protocol
