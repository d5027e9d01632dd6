#include "node/recall.h"

#include <algorithm>
#include <map>

#include "wire/canonical.h"
#include "wire/reader.h"
#include "wire/writer.h"

namespace node {

namespace {

// An epoch is whole seconds above, chance below: a clock that was set back, and two runs that begin with one
// copy of a store, are told apart. It stays below kIntegerMax until the year 2500.
constexpr int kChanceBits = 28;

std::uint64_t seconds_of(base::WallTime wall) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(wall.time_since_epoch()).count();
  return static_cast<std::uint64_t>(std::max<std::int64_t>(seconds, 1));
}

std::uint64_t epoch_after(std::uint64_t last, base::WallTime wall, env::Random& random) {
  constexpr std::uint64_t kSecondsMax = (protocol::kIntegerMax >> kChanceBits) - 1;
  const std::uint64_t seconds = std::min(std::max(seconds_of(wall), (last >> kChanceBits) + 1), kSecondsMax);
  return seconds << kChanceBits | random.next() >> (64 - kChanceBits);
}

base::Bytes bytes_of(std::uint64_t number) {
  base::Bytes bytes;
  wire::Writer(bytes).fixed(number);
  return bytes;
}

base::Bytes bytes_of(const base::PeerId& id) {
  base::Bytes bytes;
  wire::Writer writer(bytes);
  for (const std::uint64_t word : id.words) writer.fixed(word);
  return bytes;
}

base::Error nonsense(const std::string& name) {
  return {"The data folder is damaged: what it says of this peer (" + name +
          ") can't be read. Move the folder away, or choose another with --data."};
}

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

Identity new_identity(base::WallTime wall, env::Random& random) {
  Identity identity;
  for (std::uint64_t& word : identity.id.words) word = random.next();
  identity.epoch = epoch_after(0, wall, random);
  return identity;
}

base::Result<base::PeerId> recall_peer_id(env::Store& store) {
  base::PeerId id;
  const auto bytes = store.note(kPeerNote);
  if (!bytes) return bytes.error();
  if (bytes.value().empty()) return id;
  if (bytes.value().size() != 8 * id.words.size()) return nonsense(kPeerNote);
  wire::Reader reader(bytes.value());
  for (std::uint64_t& word : id.words) word = reader.fixed();
  return id;
}

base::Result<Identity> recall_identity(env::Store& store, const std::string& group, base::WallTime wall,
                                       env::Random& random) {
  Identity identity = new_identity(wall, random);
  const auto id = recall_peer_id(store);
  if (!id) return id.error();
  const auto last = store.note(kEpochNote);
  if (!last) return last.error();
  const auto of_group = store.note(kGroupNote);
  if (!of_group) return of_group.error();
  if (id.value() != base::PeerId()) {
    if (last.value().size() != 8) return nonsense(kEpochNote);
    const std::string known(of_group.value().begin(), of_group.value().end());
    if (known != group) {
      return base::Error{"The data folder holds the log of group " + known + ", not of " + group +
                         ": choose another with --data, or that group with --group."};
    }
    identity = {id.value(), epoch_after(wire::Reader(last.value()).fixed(), wall, random)};
  }
  env::Changes changes;
  changes.notes = {{kPeerNote, bytes_of(identity.id)},
                   {kGroupNote, base::Bytes(group.begin(), group.end())},
                   {kEpochNote, bytes_of(identity.epoch)}};
  if (auto status = store.commit(changes, env::Durability::kOnDisk); !status) return status.error();
  return identity;
}

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
