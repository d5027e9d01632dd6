#include "sim/store/sim_store.h"

#include <algorithm>
#include <iterator>
#include <sstream>

namespace sim {

void SimStore::lose_power() {
  const std::size_t unsynced = journal_.size() - synced_;
  const std::size_t survive = synced_ + (unsynced == 0 ? 0 : random_.below(unsynced + 1));
  counters_.add(Effect::kWriteLost, journal_.size() - survive);
  keep_only(survive);
}

void SimStore::wipe() {
  counters_.add(Effect::kStoreWiped);
  keep_only(0);
}

void SimStore::restore(std::uint32_t permille) {
  counters_.add(Effect::kStoreRestored);
  keep_only(journal_.size() * std::min<std::uint32_t>(permille, 1000) / 1000);
}

void SimStore::keep_only(std::size_t commits) {
  journal_.resize(commits);
  synced_ = commits;
  entries_.clear();
  marks_.clear();
  notes_.clear();
  for (std::size_t commit = 0; commit < journal_.size(); ++commit) apply(commit);
}

void SimStore::apply(std::size_t commit) {
  const env::Changes& changes = *journal_[commit];
  for (const env::StoredEntry& entry : changes.entries) {
    entries_.try_emplace({entry.author, entry.epoch, entry.seq}, Place{&entry, commit});
  }
  for (const env::StoredMark& mark : changes.marks) {
    env::StoredMark& known = marks_[{mark.author, mark.epoch}];
    const std::uint64_t through = std::max(known.through, mark.through);
    known = mark;
    known.through = through;
  }
  for (const auto& [name, value] : changes.notes) notes_[name] = value;
}

base::Status SimStore::commit(const env::Changes& changes, env::Durability durability) {
  bool fails = full_;
  if (commits_until_failure_ && (*commits_until_failure_)-- == 0) {
    commits_until_failure_.reset();
    fails = true;
  }
  if (fails) {
    has_failed_ = true;
    counters_.add(Effect::kWriteFailed);
    return base::Error{full_ ? "The simulated disk is full." : "The simulated disk had an error."};
  }
  if (!changes.empty()) {
    journal_.push_back(std::make_shared<const env::Changes>(changes));
    apply(journal_.size() - 1);
  }
  if (durability == env::Durability::kOnDisk) synced_ = journal_.size();
  return base::Done{};
}

void SimStore::visit(const std::function<void(const env::StoredEntry&)>& visitor) const {
  for (const auto& [name, place] : entries_) visitor(*place.entry);
}

bool SimStore::has_on_disk(const base::PeerId& author, std::uint64_t epoch, std::uint64_t seq) const {
  const auto found = entries_.find({author, epoch, seq});
  return found != entries_.end() && found->second.commit < synced_;
}

base::Result<base::Bytes> SimStore::note(std::string_view name) {
  const auto found = notes_.find(name);
  return found == notes_.end() ? base::Bytes() : found->second;
}

base::Status SimStore::notes(std::string_view prefix,
                            const std::function<void(std::string_view name, base::ByteView value)>& visit) {
  for (const auto& [name, value] : notes_) {
    if (name.starts_with(prefix)) visit(name, value);
  }
  return base::Done{};
}

base::Status SimStore::marks(const std::function<void(const env::StoredMark&)>& visit) {
  for (const auto& [stream, mark] : marks_) visit(mark);
  return base::Done{};
}

base::Status SimStore::stretch(
    const Stretch& what, const std::function<void(std::uint64_t seq, base::ByteView body)>& visit) {
  auto at = entries_.upper_bound({what.author, what.epoch, what.last});
  for (std::size_t count = 0; count < what.count_max && at != entries_.begin(); ++count) {
    const auto& [author, epoch, seq] = (--at)->first;
    if (author != what.author || epoch != what.epoch || seq < what.first) break;
    visit(seq, at->second.entry->body);
  }
  return base::Done{};
}

base::Status SimStore::newest(std::size_t count_max, const Visit& visit) {
  return search({.count_max = count_max}, [&](base::ByteView body, std::optional<std::size_t>) { visit(body); });
}

base::Status SimStore::search(const Search& what, const Found& visit) {
  std::istringstream query(what.query);
  const std::vector<std::string> words{std::istream_iterator<std::string>(query), {}};
  const auto has_all = [&](const std::string& text) {
    return std::all_of(words.begin(), words.end(), [&](const auto& word) { return text.find(word) != std::string::npos; });
  };
  const auto found = those([&](const env::StoredEntry& entry) { return what.room.empty() || entry.room == what.room; });
  if (words.empty()) {
    node::testing::visit_newest(found, what.count_max, [&](const env::StoredEntry& entry) { visit(entry.body, std::nullopt); });
  } else {
    node::testing::visit_lines(found, what.count_max, has_all, visit);
  }
  return base::Done{};
}

base::Status SimStore::earlier(const Earlier& what, const Visit& visit) {
  const auto found = those([&](const env::StoredEntry& entry) { return entry.room == what.room && entry.hlc < what.hlc; });
  node::testing::visit_newest(found, what.count_max, [&](const env::StoredEntry& entry) { visit(entry.body); });
  return base::Done{};
}

node::testing::StoredEntries SimStore::those(const std::function<bool(const env::StoredEntry&)>& matches) const {
  node::testing::StoredEntries found;
  for (const auto& [name, place] : entries_) {
    if (matches(*place.entry)) found.push_back(place.entry);
  }
  return found;
}

}  // namespace sim
