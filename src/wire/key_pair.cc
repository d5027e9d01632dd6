#include "wire/key_pair.h"

#include <sodium/crypto_box.h>
#include <sodium/crypto_hash_sha256.h>
#include <sodium/crypto_sign_ed25519.h>
#include <sodium/utils.h>

namespace wire {

KeyPair::KeyPair(const base::KeySeed& seed) {
  static_assert(sizeof secret_ == crypto_sign_ed25519_SECRETKEYBYTES);
  crypto_sign_ed25519_seed_keypair(public_key_.bytes.data(), secret_.data(), seed.bytes.data());
}

KeyPair::~KeyPair() { sodium_memzero(secret_.data(), secret_.size()); }

base::Signature KeyPair::sign(base::ByteView bytes) const {
  base::Signature signature;
  crypto_sign_ed25519_detached(signature.bytes.data(), nullptr, bytes.data(), bytes.size(), secret_.data());
  return signature;
}

std::optional<SharedKey> KeyPair::shared_with(const base::PublicKey& other) const {
  std::array<std::uint8_t, crypto_box_SECRETKEYBYTES> secret;
  std::array<std::uint8_t, crypto_box_PUBLICKEYBYTES> theirs;
  SharedKey shared;
  static_assert(sizeof shared.bytes == crypto_box_BEFORENMBYTES);
  if (crypto_sign_ed25519_pk_to_curve25519(theirs.data(), other.bytes.data()) != 0) return std::nullopt;
  crypto_sign_ed25519_sk_to_curve25519(secret.data(), secret_.data());
  const bool good = crypto_box_beforenm(shared.bytes.data(), theirs.data(), secret.data()) == 0;
  sodium_memzero(secret.data(), secret.size());
  return good ? std::optional(shared) : std::nullopt;
}

bool verify(const base::PublicKey& key, base::ByteView bytes, const base::Signature& signature) {
  return crypto_sign_ed25519_verify_detached(signature.bytes.data(), bytes.data(), bytes.size(),
                                             key.bytes.data()) == 0;
}

base::PeerId peer_id_of(const base::PublicKey& key) {
  std::array<std::uint8_t, crypto_hash_sha256_BYTES> digest;
  crypto_hash_sha256(digest.data(), key.bytes.data(), key.bytes.size());
  base::PeerId id;
  for (std::size_t i = 0; i < digest.size(); ++i) id.words[i / 8] = id.words[i / 8] << 8 | digest[i];
  return id;
}

}  // namespace wire
