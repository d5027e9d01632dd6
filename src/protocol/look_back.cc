#include "protocol/look_back.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "protocol/exchange.h"

namespace protocol {

namespace {

bool is_behind(const Floor& floor, const Rank& rank) {
  return floor.bottom.hlc != rank.hlc ? floor.bottom.hlc < rank.hlc : floor.stream > rank.stream;
}

// One stream's way down: from its floor, over what arrived and what is here already, to where neither goes on.
class Stair {
 public:
  Stair(const Log& log, bool keeps, const Floor& floor, Descent& descent)
      : log_(log), keeps_(keeps), floor_(floor), at_(floor_.bottom), from_(at_.seq), descent_(descent) {}

  // Arrivals come from the top down.
  void meet(const Arrival& arrival) {
    walk_down();
    const Entry& entry = arrival.entry;
    if (entry.seq == at_.seq && at_.seq != 0) {
      take(arrival);
    } else if (entry.seq < at_.seq && arrival.path == Path::kGlimpsed) {
      put_aside(arrival);
    }
  }

  void end() {
    walk_down();
    if (at_.seq != from_) descent_.shifts.push_back(shift_to(floor_, Turn::kLowered));
  }

 private:
  // Over an island, and over what was glimpsed before and is now known to be what it was said to be.
  void walk_down() {
    while (at_.seq != 0) {
      if (at_.seq == floor_.island.top) {
        at_ = floor_.island.bottom;
        floor_.island = {};
        continue;
      }
      const Entry* known = log_.entries.find(floor_.stream, at_.seq);
      if (known == nullptr || !fits(*known)) return;
      step_below(*known);
    }
  }
  void take(const Arrival& arrival) {
    if (!fits(arrival.entry)) return descent_.broken.push_back(arrival);
    if (!has_a_place(arrival.entry)) return;
    descent_.found.push_back(arrival);
    step_below(arrival.entry);
  }
  void put_aside(const Arrival& arrival) {
    const bool known = log_.entries.find(floor_.stream, arrival.entry.seq) != nullptr;
    const bool again = !descent_.found.empty() && descent_.found.back().entry.stream == floor_.stream &&
                       descent_.found.back().entry.seq == arrival.entry.seq;
    if (!known && !again && has_a_place(arrival.entry)) descent_.found.push_back(arrival);
  }

  bool fits(const Entry& entry) const {
    if (entry.seq == 1 && entry.previous != base::EntryId{}) return false;
    return at_.id == base::EntryId{} || at_.id == entry.id;
  }
  bool has_a_place(const Entry& entry) const { return keeps_ || !log_.is_before_horizon(entry); }
  void step_below(const Entry& entry) {
    at_.seq = entry.seq - 1;
    at_.id = entry.previous;
    at_.hlc = entry.hlc;
  }

  const Log& log_;
  const bool keeps_;
  Floor floor_;
  Bottom& at_;
  const std::uint64_t from_;
  Descent& descent_;
};

// From which time on an entry of a room is among its newest `per_room`.
std::map<std::string_view, std::uint64_t> times_of_newest(const Log& log, std::size_t per_room) {
  std::map<std::string_view, std::vector<std::uint64_t>> times;
  for (const Entry& entry : log.entries) times[entry.room.value].push_back(entry.hlc);
  std::map<std::string_view, std::uint64_t> first;
  for (auto& [room, all] : times) {
    const std::size_t rank = std::min(per_room, all.size()) - 1;
    const auto nth = all.begin() + static_cast<std::ptrdiff_t>(rank);
    std::nth_element(all.begin(), nth, all.end(), std::greater<>());
    first[room] = *nth;
  }
  return first;
}

}  // namespace

Place place_of(const Entry& entry) { return {entry.hlc, entry.stream, entry.seq}; }

Agenda agenda(const Log& log, const Rank& after) {
  std::vector<const Floor*> behind;
  for (const Floor& floor : log.floor) {
    if (floor.bottom.seq != 0 && is_behind(floor, after)) behind.push_back(&floor);
  }
  const std::size_t count = std::min(behind.size(), kStreamsPerLookBack);
  const auto newer = [](const Floor* a, const Floor* b) { return is_behind(*b, Rank{a->bottom.hlc, a->stream}); };
  std::partial_sort(behind.begin(), behind.begin() + static_cast<std::ptrdiff_t>(count), behind.end(), newer);
  Agenda next{{}, after};
  for (std::size_t i = 0; i < count; ++i) {
    next.below.items.push_back({behind[i]->stream, behind[i]->bottom.seq});
    next.last = {behind[i]->bottom.hlc, behind[i]->stream};
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
    const std::size_t first = at;
    while (at < arrivals.size() && arrivals[at].entry.stream == stream) ++at;
    const Floor* floor = log.floor.find(stream);
    if (floor == nullptr) continue;  // all of it is held, or none
    Stair stair(log, keeps, *floor, descent);
    for (std::size_t i = first; i < at; ++i) stair.meet(arrivals[i]);
    stair.end();
  }
  return descent;
}

Glimpse glimpse(const Log& log, const Newest& question, std::size_t per_room) {
  Glimpse glimpse{.to = question.from, .from = question.to};
  if (log.entries.empty() || per_room == 0) return glimpse;
  const auto first = times_of_newest(log, per_room);
  std::vector<const Entry*> newest;
  for (const Entry& entry : log.entries) {
    if (entry.hlc >= first.at(entry.room.value) && place_of(entry) > question.after) newest.push_back(&entry);
  }
  const std::size_t count = std::min(newest.size(), kEntriesPerBatch);
  std::partial_sort(newest.begin(), newest.begin() + static_cast<std::ptrdiff_t>(count), newest.end(),
                    [](const Entry* a, const Entry* b) { return place_of(*a) < place_of(*b); });
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < count; ++i) {
    bytes += bytes_of(*newest[i]);
    if (i != 0 && bytes > kBatchBytes) break;
    glimpse.entries.items.push_back(*newest[i]);
  }
  glimpse.more = glimpse.entries.items.size() < newest.size();
  return glimpse;
}

}  // namespace protocol
