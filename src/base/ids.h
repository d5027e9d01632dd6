// Identifiers that name things across the group. Ordered and compared by their bytes.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace base {

// A peer's name for as long as its identity lives: 256 bits (the hash of its public key once peers have keys;
// until then drawn at random at start). Shown as 64 hex digits, in short as the first 8.
struct PeerId {
  std::array<std::uint64_t, 4> words{};  // most significant first, so that word order is byte order

  friend bool operator==(const PeerId&, const PeerId&) = default;
  friend auto operator<=>(const PeerId&, const PeerId&) = default;
};

std::string to_hex(const PeerId& id);                      // 64 digits
std::string short_hex(const PeerId& id);                   // 8 digits, for people
std::optional<PeerId> peer_id_from_hex(std::string_view);  // exactly 64 lower-case hex digits

}  // namespace base
