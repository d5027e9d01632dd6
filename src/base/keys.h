// What keys and proofs are made of: octets of a fixed number, told apart by type. Plain values; the
// arithmetic behind them is in wire/ and os/.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>

namespace base {

template <class Tag, std::size_t Size>
struct Octets {
  std::array<std::uint8_t, Size> bytes{};

  friend bool operator==(const Octets&, const Octets&) = default;
  friend auto operator<=>(const Octets&, const Octets&) = default;
};

// Ed25519 (RFC 8032). The seed is the secret: whoever has it is the peer.
using KeySeed = Octets<struct KeySeedTag, 32>;
using PublicKey = Octets<struct PublicKeyTag, 32>;
using Signature = Octets<struct SignatureTag, 64>;

// The secret of an invite: 128 bits, from which an Ed25519 key follows. The group knows its public half alone.
using InviteSeed = Octets<struct InviteSeedTag, 16>;

// What both ends of one link know and no other link has: proofs that name it can't be used elsewhere.
using LinkBinding = Octets<struct LinkBindingTag, 32>;

// What the two ends of a link say first: only who knows the group can compute it, and on that link alone.
using KnockTag = Octets<struct KnockTagTag, 32>;

}  // namespace base
