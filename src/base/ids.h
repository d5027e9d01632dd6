// Identifiers that name things across the group. Ordered and compared by their bytes.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace base {

// A name of 256 bits; `Tag` keeps names of different things apart.
template <class Tag>
struct Id256 {
  std::array<std::uint64_t, 4> words{};  // most significant first, so that word order is byte order

  friend bool operator==(const Id256&, const Id256&) = default;
  friend auto operator<=>(const Id256&, const Id256&) = default;
};

// A peer's name for as long as its identity lives: the hash of its public key. Shown as 64 hex digits, in
// short as the first 8.
using PeerId = Id256<struct PeerTag>;

// The name of what was said: the hash of its canonical bytes. All zero names nothing.
using EntryId = Id256<struct EntryTag>;

// The name of one sentence of a group's charter: the hash of its canonical bytes.
using StatementId = Id256<struct StatementTag>;

// The name of a group: the hash of the statement that founded it. Known to members and to those they invite.
using GroupId = Id256<struct GroupTag>;

std::string to_hex(const PeerId& id);                      // 64 digits
std::string to_hex(const EntryId& id);                     // likewise
std::string to_hex(const GroupId& id);                     // likewise
std::string short_hex(const PeerId& id);                   // 8 digits, for people
std::optional<PeerId> peer_id_from_hex(std::string_view);  // exactly 64 lower-case hex digits
std::optional<GroupId> group_id_from_hex(std::string_view);  // likewise

}  // namespace base
