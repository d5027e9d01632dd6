#include "node/keeper.h"

#include <algorithm>
#include <limits>
#include <type_traits>
#include <utility>

#include "node/settings.h"
#include "node/tagged_text.h"
#include "wire/bundle.h"
#include "wire/canonical.h"

namespace node {

namespace {

using namespace std::chrono_literals;

constexpr base::Duration kRetryFirst = 100ms;  // after a failure; doubled with every further one,
constexpr base::Duration kRetryMax = 2s;       // up to this, for good

base::Duration patience(std::uint64_t failures) {
  return std::min(kRetryMax, kRetryFirst * (std::int64_t{1} << std::min<std::uint64_t>(failures - 1, 10)));
}

}  // namespace

env::StoredEntry stored(const protocol::Entry& entry) {
  std::vector<std::string> texts;
  if (!Letters::is_for_one(entry)) {
    wire::visit_lines(entry, [&](std::uint64_t, const wire::Line& line) { texts.emplace_back(read_tagged_text(line.text).text); });
  }
  return {.author = entry.stream.author,
          .epoch = entry.stream.epoch,
          .seq = entry.seq,
          .hlc = entry.hlc,
          .room = Letters::is_line(entry) ? entry.room.value : std::string(kSettingsRoom),
          .texts = std::move(texts),
          .body = wire::canonical(entry)};
}

void Keeper::add(const protocol::Entry& entry) {
  entries_.push_back(stored(entry));
  if (Letters::is_for_one(entry)) entries_.back().texts = letters_.texts_of(entry);
}

void Keeper::after_tick() {
  if (store_ == nullptr) return;
  const auto mark = [this](const protocol::Stream& stream, std::uint64_t through) {
    std::uint64_t& known = marks_[stream];
    known = std::max(known, through);
  };
  look_for_known();
  for (const protocol::Arrival& arrival : chat_.past.found) {
    if (!had(arrival.entry)) add(arrival.entry);
    auto [first, added] = first_unsynced_.try_emplace(arrival.entry.stream, arrival.entry.seq);
    first->second = std::min(first->second, arrival.entry.seq);
  }
  for (const protocol::GapChange& change : chat_.log.gap_change) {
    mark(change.stream, chat_.log.held_through(change.stream));
  }
  for (const protocol::Arrival& arrival : chat_.log.accepted) {
    const auto& [stream, seq] = std::tie(arrival.entry.stream, arrival.entry.seq);
    add(arrival.entry);
    mark(stream, seq);
    if (stream == own_) {
      own_noted_ = std::max(own_noted_, seq);
    } else {
      first_unsynced_.try_emplace(stream, seq);
    }
  }
  for (const protocol::Mark& skipped : chat_.log.skipped) mark(skipped.stream, skipped.through);
}

// What fills a gap may be there already: from a time before the gap was, where several had become one.
void Keeper::look_for_known() {
  had_.clear();
  std::map<protocol::Stream, std::pair<std::uint64_t, std::uint64_t>> spans;
  for (const protocol::Arrival& arrival : chat_.past.found) {
    const std::uint64_t seq = arrival.entry.seq;
    auto& [first, last] = spans.try_emplace(arrival.entry.stream, seq, seq).first->second;
    first = std::min(first, seq);
    last = std::max(last, seq);
  }
  for (const auto& [stream, span] : spans) {
    // Where the store can't say, a line is shown twice rather than not at all.
    (void)store_->stretch({stream.author, stream.epoch, span.first, span.second},
                          [&](std::uint64_t seq, base::ByteView) {
                            had_.insert({stream, seq});
                          });
  }
}

void Keeper::note(const std::string& name, base::Bytes value) {
  if (store_ != nullptr) notes_[name] = std::move(value);
}

void Keeper::note_at_once(const std::string& name, base::Bytes value) {
  note(name, std::move(value));
  at_once_ = true;
}

bool Keeper::may_leave(const wire::Message& message) const {
  if (store_ == nullptr) return true;
  const auto safe = [this](const protocol::Entry& entry) {
    return entry.stream != own_ || entry.seq <= own_on_disk_;
  };
  return std::visit(
      [&]<class Row>(const Row& row) {
        if constexpr (std::is_same_v<Row, protocol::Submit> || std::is_same_v<Row, protocol::Relay>) {
          return safe(row.entry);
        } else if constexpr (requires { row.entries; }) {
          return std::all_of(row.entries.items.begin(), row.entries.items.end(), safe);
        } else if constexpr (std::is_same_v<Row, protocol::Receipt>) {
          const auto unsynced = first_unsynced_.find({row.to, row.epoch});
          return unsynced == first_unsynced_.end() || row.through < unsynced->second;
        } else {
          return true;
        }
      },
      message);
}

std::uint64_t Keeper::own_on_disk() const {
  return store_ == nullptr ? std::numeric_limits<std::uint64_t>::max() : own_on_disk_;
}

std::optional<base::Instant> Keeper::due(bool frames_wait) const {
  if (store_ == nullptr || (all_written() && !frames_wait && !owes_disk_)) return std::nullopt;
  return retry_at_;
}

Keeper::Outcome Keeper::commit(base::Instant now, bool frames_wait) {
  if (!due(frames_wait)) return Outcome::kDone;
  const bool must_last = frames_wait || at_once_ || own_noted_ > own_on_disk_;
  const bool on_disk = owes_disk_ || (must_last && all_written());
  env::Changes written = changes();
  const auto status = store_->commit(written, on_disk ? env::Durability::kOnDisk : env::Durability::kSoon);
  entries_ = std::move(written.entries);
  if (!status) return failed(now, status.error().message);
  entries_.clear();
  marks_.clear();
  notes_.clear();
  owes_disk_ = must_last && !on_disk;
  if (on_disk) {
    at_once_ = false;
    own_on_disk_ = own_noted_;
    first_unsynced_.clear();
  }
  retry_at_ = {};
  return std::exchange(failures_, 0) == 0 ? Outcome::kDone : Outcome::kWorksAgain;
}

// The entries are lent, not copied.
env::Changes Keeper::changes() {
  env::Changes changes{.entries = std::exchange(entries_, {})};
  for (const auto& [stream, through] : marks_) {
    env::StoredMark& mark = changes.marks.emplace_back(stream.author, stream.epoch, through);
    for (const protocol::Gap& gap : chat_.log.gaps_of(stream)) mark.gaps.push_back({gap.first, gap.last});
  }
  changes.notes = {notes_.begin(), notes_.end()};
  return changes;
}

Keeper::Outcome Keeper::failed(base::Instant now, std::string complaint) {
  ++failures_;
  complaint_ = std::move(complaint);
  retry_at_ = now + patience(failures_);
  forget_what_the_log_dropped();
  return failures_ == 1 ? Outcome::kFailed : Outcome::kFailedAgain;
}

// So that a store that fails for long takes no more memory than the log.
void Keeper::forget_what_the_log_dropped() {
  if (entries_.size() <= protocol::kLogEntriesMax) return;
  std::erase_if(entries_, [this](const env::StoredEntry& entry) {
    return chat_.log.entries.find({entry.author, entry.epoch}, entry.seq) == nullptr;
  });
}

}  // namespace node
