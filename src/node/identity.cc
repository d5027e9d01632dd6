#include "node/identity.h"

#include <algorithm>
#include <optional>

#include "protocol/limits.h"
#include "wire/key_pair.h"
#include "wire/reader.h"
#include "wire/statement.h"
#include "wire/writer.h"

namespace node {

namespace {

// Where peers before the first release, which had no keys, kept an id drawn at random.
constexpr const char* kKeylessPeerNote = "peer";

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

base::KeySeed new_seed(env::Random& random) {
  base::KeySeed seed;
  for (std::size_t i = 0; i < seed.bytes.size(); i += 8) {
    const base::Bytes octets = bytes_of(random.next());
    std::copy(octets.begin(), octets.end(), seed.bytes.begin() + static_cast<std::ptrdiff_t>(i));
  }
  return seed;
}

base::Error nonsense(const std::string& name) {
  return {"The data folder is damaged: what it says of this peer (" + name +
          ") can't be read. Move the folder away, or choose another with --data."};
}

base::Result<std::optional<base::KeySeed>> recall_seed(env::Store& store) {
  const auto bytes = store.note(kSeedNote);
  if (!bytes) return bytes.error();
  if (bytes.value().empty()) return std::optional<base::KeySeed>();
  base::KeySeed seed;
  if (bytes.value().size() != seed.bytes.size()) return nonsense(kSeedNote);
  std::copy(bytes.value().begin(), bytes.value().end(), seed.bytes.begin());
  return std::optional(seed);
}

base::Result<std::optional<base::GroupId>> recall_group(env::Store& store) {
  const auto bytes = store.note(kGroupIdNote);
  if (!bytes) return bytes.error();
  if (bytes.value().empty()) return std::optional<base::GroupId>();
  if (bytes.value().size() != 32) return nonsense(kGroupIdNote);
  base::GroupId group;
  wire::Reader reader(bytes.value());
  for (std::uint64_t& word : group.words) word = reader.fixed();
  return std::optional(group);
}

// A store with a log but no key: what it says can't be carried on by anybody.
base::Status refuse_keyless(env::Store& store) {
  const auto id = store.note(kKeylessPeerNote);
  if (!id) return id.error();
  if (id.value().empty()) return base::Done{};
  return base::Error{
      "The data folder was made before peers had keys: its log can't be carried on. Move the folder away, or "
      "choose another with --data."};
}

base::Status refuse_other_group(const base::Bytes& known, const std::string& group) {
  const std::string name(known.begin(), known.end());
  if (name == group) return base::Done{};
  return base::Error{"The data folder holds the log of group " + name + ", not of " + group +
                     ": choose another with --data, or that group with --group."};
}

}  // namespace

Identity new_identity(base::WallTime wall, env::Random& random, const base::KeySeed* born_with) {
  const base::KeySeed seed = born_with == nullptr ? new_seed(random) : *born_with;
  return {seed, wire::peer_id_of(wire::KeyPair(seed).public_key()), epoch_after(0, wall, random)};
}

base::Bytes bytes_of(const base::GroupId& group) {
  base::Bytes bytes;
  for (const std::uint64_t word : group.words) wire::Writer(bytes).fixed(word);
  return bytes;
}

base::Result<Identity> recall_identity(env::Store& store, const std::string& group, base::WallTime wall,
                                       env::Random& random, const base::KeySeed* born_with) {
  Identity identity = new_identity(wall, random, born_with);
  const auto seed = recall_seed(store);
  if (!seed) return seed.error();
  const auto last = store.note(kEpochNote);
  if (!last) return last.error();
  const auto group_id = recall_group(store);
  if (!group_id) return group_id.error();
  identity.group = group_id.value();
  const auto of_group = store.note(kGroupNote);
  if (!of_group) return of_group.error();
  if (seed.value()) {
    if (last.value().size() != 8) return nonsense(kEpochNote);
    if (auto status = refuse_other_group(of_group.value(), group); !status) return status.error();
    identity.seed = *seed.value();
    identity.id = wire::peer_id_of(wire::KeyPair(identity.seed).public_key());
    identity.epoch = epoch_after(wire::Reader(last.value()).fixed(), wall, random);
  } else if (auto status = refuse_keyless(store); !status) {
    return status.error();
  }
  env::Changes changes;
  changes.notes = {{kSeedNote, base::Bytes(identity.seed.bytes.begin(), identity.seed.bytes.end())},
                   {kGroupNote, base::Bytes(group.begin(), group.end())},
                   {kEpochNote, bytes_of(identity.epoch)}};
  if (auto status = store.commit(changes, env::Durability::kOnDisk); !status) return status.error();
  return identity;
}

base::Result<Owner> recall_owner(env::Store& store) {
  const auto seed = recall_seed(store);
  if (!seed) return seed.error();
  const auto group = recall_group(store);
  if (!group) return group.error();
  Owner owner{.keys = wire::KeyPair(seed.value().value_or(base::KeySeed())),
              .group = group.value().value_or(base::GroupId())};
  const auto status = store.notes(kStatementNote, [&](std::string_view, base::ByteView value) {
    const auto read = wire::read_statement(value);
    const auto* statement = std::get_if<protocol::Statement>(&read);
    if (statement == nullptr || owner.members.size() >= protocol::kStatementsMax) return;
    const bool lets_in = statement->kind == protocol::kFounds || statement->kind == protocol::kAdmits;
    if (lets_in) owner.members[statement->subject_id] = {statement->subject, statement->nick.value};
  });
  if (!status) return status.error();
  return owner;
}

}  // namespace node
