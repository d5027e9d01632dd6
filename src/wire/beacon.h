// The datagram by which members of one group find each other on a local network. Who does not know the
// group's id can neither make one nor tell two groups, or two peers, apart: all of it but the version changes
// with the salt.
//
//   version (1 byte) · salt (8) · port (2), masked · tag (16)
//
// mask = BLAKE2b(key: group id, "port" · salt), tag = BLAKE2b(key: group id, "beacon" · version · salt ·
// port), cut to their lengths. Whoever replays one makes others dial, and no more: TLS decides who is there.
#pragma once

#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "base/ids.h"

namespace wire {

struct Beacon {
  std::uint64_t salt = 0;  // random, another in each
  std::uint16_t port = 0;  // where its sender accepts peers
  friend bool operator==(const Beacon&, const Beacon&) = default;
};

inline constexpr std::size_t kBeaconBytes = 27;

base::Bytes encode(const Beacon& beacon, const base::GroupId& group);

// Nothing where it is no beacon, or not of this group.
std::optional<Beacon> decode_beacon(base::ByteView datagram, const base::GroupId& group);

}  // namespace wire
