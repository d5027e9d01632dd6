#include "protocol/tails.h"

#include <algorithm>
#include <string_view>

namespace protocol {

namespace {

// The newest of each room drag along what else their authors said since: up to so many times what is sent anyway.
constexpr std::size_t kDragMax = 4;

struct Line {
  const Entry* entry;
  Tail* tail;
};
using Lines = std::vector<Line>;

std::uint64_t claimed(const Want& want, const Stream& stream) {
  const auto& marks = want.have.items;
  const auto is_before = [](const Mark& mark, const Stream& wanted) { return mark.stream < wanted; };
  const auto found = std::lower_bound(marks.begin(), marks.end(), stream, is_before);
  return found == marks.end() || found->stream != stream ? 0 : found->through;
}

// Of the streams that `want` covers and lacks something of: what is held without a gap.
Tails lacking(const Log& log, const Want& want) {
  Tails tails;
  for (const Held& held : log.held) {
    if (held.stream <= want.first || held.stream > want.last) continue;
    const std::uint64_t has = claimed(want, held.stream);
    const std::uint64_t through = *held.through.reveal();
    if (has < through) tails[held.stream] = {has, std::max(has, log.floor_of(held.stream)), through};
  }
  return tails;
}

std::uint64_t size_of(const Tails& tails) {
  std::uint64_t size = 0;
  for (const auto& [stream, tail] : tails) size += tail.through - tail.begin;
  return size;
}

bool all_in_memory(const Log& log, const Tails& tails) {
  return std::all_of(tails.begin(), tails.end(), [&](const auto& of) {
    return of.second.begin == of.second.through || log.entries.find(of.first, of.second.begin + 1) != nullptr;
  });
}

// What is in memory of `tails`.
Lines lines_of(const Log& log, Tails& tails) {
  Lines lines;
  for (const Entry& entry : log.entries) {
    const auto tail = tails.find(entry.stream);
    if (tail != tails.end() && entry.seq > tail->second.begin) lines.push_back({&entry, &tail->second});
  }
  return lines;
}

// Now these begin with the first of `lines` that `is_sent`.
template <class IsSent>
void begin_with(const Lines& lines, Tails& tails, const IsSent& is_sent) {
  for (auto& [stream, tail] : tails) tail.begin = tail.through;
  for (const auto& [entry, tail] : lines) {
    if (is_sent(*entry)) tail->begin = std::min(tail->begin, entry->seq - 1);
  }
}

// The time from which on an entry is among the newest `count`.
std::uint64_t time_of_newest(std::vector<std::uint64_t> times, std::size_t count) {
  if (count == 0) return kIntegerMax;
  const auto nth = times.begin() + static_cast<std::ptrdiff_t>(std::min(count, times.size()) - 1);
  std::nth_element(times.begin(), nth, times.end(), std::greater<>());
  return *nth;
}

void newest_of_each_room(const Lines& lines, Tails& tails, std::size_t per_room) {
  std::map<std::string_view, std::vector<std::uint64_t>> times;
  for (const Line& line : lines) times[line.entry->room.value].push_back(line.entry->hlc);
  std::map<std::string_view, std::uint64_t> since;
  for (auto& [room, all] : times) since[room] = time_of_newest(std::move(all), per_room);
  begin_with(lines, tails, [&](const Entry& entry) { return entry.hlc >= since.at(entry.room.value); });
}

void newest_of_all(const Lines& lines, Tails& tails, std::size_t count) {
  std::vector<std::uint64_t> times;
  for (const Line& line : lines) times.push_back(line.entry->hlc);
  if (times.empty()) return;
  const std::uint64_t since = time_of_newest(std::move(times), count);
  begin_with(lines, tails, [&](const Entry& entry) { return entry.hlc >= since; });
}

}  // namespace

Tails tails(const Log& log, const Want& want, const Portions& portions) {
  Tails all = lacking(log, want);
  const std::uint64_t size = size_of(all);
  if (size <= portions.catch_up && all_in_memory(log, all)) return all;

  const Lines lines = lines_of(log, all);
  begin_with(lines, all, [](const Entry&) { return true; });
  if (size_of(all) <= portions.catch_up) return all;

  Tails newest = all;
  const Lines again = lines_of(log, newest);
  newest_of_each_room(again, newest, portions.newest);
  if (size_of(newest) > kDragMax * portions.catch_up) newest_of_all(again, newest, portions.catch_up);
  // A little less is not worth a gap.
  return size_of(all) - size_of(newest) > portions.catch_up / 2 ? newest : all;
}

}  // namespace protocol
