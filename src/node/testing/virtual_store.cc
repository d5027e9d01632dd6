#include "node/testing/virtual_store.h"

#include <algorithm>
#include <vector>

namespace node::testing {

base::Status VirtualStore::commit(const env::Changes& changes, env::Durability durability) {
  if (failing_) return base::Error{"The virtual disk is full."};
  if (fails_to_sync_ && durability == env::Durability::kOnDisk) return base::Error{"The virtual disk had an error."};
  ++commits_;
  for (const env::StoredEntry& entry : changes.entries) {
    now_.entries.try_emplace({entry.author, entry.epoch, entry.seq}, entry);
  }
  for (const env::StoredMark& mark : changes.marks) {
    env::StoredMark& known = now_.marks[{mark.author, mark.epoch}];
    const std::uint64_t through = std::max(known.through, mark.through);
    known = mark;
    known.through = through;
  }
  for (const auto& [name, value] : changes.notes) now_.notes[name] = value;
  if (durability == env::Durability::kOnDisk) on_disk_ = now_;
  return base::Done{};
}

std::uint64_t VirtualStore::on_disk_through(const base::PeerId& author, std::uint64_t epoch) const {
  std::uint64_t through = 0;
  while (on_disk_.entries.contains({author, epoch, through + 1})) ++through;
  return through;
}

base::Result<base::Bytes> VirtualStore::note(std::string_view name) {
  const auto found = now_.notes.find(name);
  return found == now_.notes.end() ? base::Bytes() : found->second;
}

base::Status VirtualStore::notes(std::string_view prefix,
                            const std::function<void(std::string_view name, base::ByteView value)>& visit) {
  for (const auto& [name, value] : now_.notes) {
    if (name.starts_with(prefix)) visit(name, value);
  }
  return base::Done{};
}

base::Status VirtualStore::marks(const std::function<void(const env::StoredMark&)>& visit) {
  for (const auto& [stream, mark] : now_.marks) visit(mark);
  return base::Done{};
}

base::Status VirtualStore::stretch(
    const Stretch& what, const std::function<void(std::uint64_t seq, base::ByteView body)>& visit) {
  auto at = now_.entries.upper_bound({what.author, what.epoch, what.last});
  for (std::size_t count = 0; count < what.count_max && at != now_.entries.begin(); ++count) {
    const auto& [author, epoch, seq] = (--at)->first;
    if (author != what.author || epoch != what.epoch || seq < what.first) break;
    visit(seq, at->second.body);
  }
  return base::Done{};
}

base::Status VirtualStore::newest(std::size_t count_max, const Visit& visit) {
  return search({.count_max = count_max}, [&](base::ByteView body, std::optional<std::size_t>) { visit(body); });
}

base::Status VirtualStore::search(const Search& what, const Found& visit) {
  const auto has_all = [&](const std::string& text) { return text.find(what.query) != std::string::npos; };
  const auto found = those([&](const env::StoredEntry& entry) { return what.room.empty() || entry.room == what.room; });
  if (what.query.empty()) {
    testing::visit_newest(found, what.count_max, [&](const env::StoredEntry& entry) { visit(entry.body, std::nullopt); });
  } else {
    testing::visit_lines(found, what.count_max, has_all, visit);
  }
  return base::Done{};
}

base::Status VirtualStore::earlier(const Earlier& what, const Visit& visit) {
  const auto found = those([&](const env::StoredEntry& entry) { return entry.room == what.room && entry.hlc < what.hlc; });
  testing::visit_newest(found, what.count_max, [&](const env::StoredEntry& entry) { visit(entry.body); });
  return base::Done{};
}

StoredEntries VirtualStore::those(const std::function<bool(const env::StoredEntry&)>& matches) const {
  StoredEntries found;
  for (const auto& [name, entry] : now_.entries) {
    if (matches(entry)) found.push_back(&entry);
  }
  return found;
}

}  // namespace node::testing
