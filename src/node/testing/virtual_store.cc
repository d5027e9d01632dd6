#include "node/testing/virtual_store.h"

#include <algorithm>
#include <vector>

namespace node::testing {

base::Status VirtualStore::commit(const env::Changes& changes, env::Durability durability) {
  if (failing_) return base::Error{"The virtual disk is full."};
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
  const auto in_room = [&](const env::StoredEntry& entry) { return what.room.empty() || entry.room == what.room; };
  if (what.query.empty()) {
    return visit_newest(what.count_max, [&](const env::StoredEntry& entry) { visit(entry.body, std::nullopt); }, in_room);
  }
  std::vector<std::pair<const env::StoredEntry*, std::size_t>> lines;
  const auto collect = [&](const env::StoredEntry& entry) {
    for (std::size_t i = 0; i < entry.texts.size(); ++i) {
      if (has_all(entry.texts[i])) lines.emplace_back(&entry, entry.texts.size() - 1 - i);
    }
  };
  (void)visit_newest(static_cast<std::size_t>(-1), collect, in_room);
  for (std::size_t i = lines.size() - std::min(lines.size(), what.count_max); i < lines.size(); ++i) {
    visit(lines[i].first->body, lines[i].second);
  }
  return base::Done{};
}

base::Status VirtualStore::earlier(const Earlier& what, const Visit& visit) {
  return visit_newest(
      what.count_max, [&](const env::StoredEntry& entry) { visit(entry.body); },
      [&](const env::StoredEntry& entry) { return entry.room == what.room && entry.hlc < what.hlc; });
}

base::Status VirtualStore::visit_newest(std::size_t count_max, const std::function<void(const env::StoredEntry&)>& visit,
                               const std::function<bool(const env::StoredEntry&)>& matches) {
  std::vector<const env::StoredEntry*> found;
  for (const auto& [name, entry] : now_.entries) {
    if (matches(entry)) found.push_back(&entry);
  }
  std::sort(found.begin(), found.end(), [](const auto* a, const auto* b) {
    return std::tie(a->hlc, a->author, a->epoch, a->seq) < std::tie(b->hlc, b->author, b->epoch, b->seq);
  });
  const std::size_t first = found.size() - std::min(found.size(), count_max);
  for (std::size_t i = first; i < found.size(); ++i) visit(*found[i]);
  return base::Done{};
}

}  // namespace node::testing
