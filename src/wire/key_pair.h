// An identity: an Ed25519 key (RFC 8032), and the peer id that is the hash of its public half. Pure functions
// of the seed, by libsodium; where the seed comes from and where it is kept is node/identity.h.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "base/ids.h"
#include "base/keys.h"

namespace wire {

// What two peers alone can compute, each from its own secret and the other's public key.
using SharedKey = base::Octets<struct SharedKeyTag, 32>;

class KeyPair {
 public:
  explicit KeyPair(const base::KeySeed& seed);
  KeyPair(const KeyPair&) = default;
  KeyPair& operator=(const KeyPair&) = default;
  ~KeyPair();  // leaves no copy of the secret in memory

  const base::PublicKey& public_key() const { return public_key_; }
  base::Signature sign(base::ByteView bytes) const;
  // For crypto_box (X25519, by the curve points that the Ed25519 keys stand for). Nothing for what is no good key.
  std::optional<SharedKey> shared_with(const base::PublicKey& other) const;

 private:
  base::PublicKey public_key_;
  std::array<std::uint8_t, 64> secret_;  // the seed, then the public key, as libsodium wants them
};

// Whether whoever holds the secret of `key` signed exactly these bytes.
bool verify(const base::PublicKey& key, base::ByteView bytes, const base::Signature& signature);

// SHA-256 of the key.
base::PeerId peer_id_of(const base::PublicKey& key);

}  // namespace wire
