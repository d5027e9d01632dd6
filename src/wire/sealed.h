// The text of an entry for one member: sealed so that its author and that member alone can read it, and only as that
// entry. Pure functions, by libsodium's crypto_box (X25519, XSalsa20-Poly1305).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "base/keys.h"
#include "wire/key_pair.h"

namespace wire {

// Which entry it is. The author's stream and number never come again, so neither does the nonce made of this.
struct Envelope {
  base::GroupId group{};
  base::PublicKey author{}, recipient{};
  std::uint64_t epoch = 0, seq = 0;
};

// Texts are filled up to a multiple of this, which hides a little how long they are.
inline constexpr std::size_t kSealedBlock = 64;
// So long a text, sealed, is within protocol::kTextBytes.
inline constexpr std::size_t kSealedTextMax = 16 * 1024 - kSealedBlock - 1;

// `own` is the author's. Nothing where the recipient's key is no good, or the text too long.
std::optional<std::string> seal(const KeyPair& own, const Envelope& envelope, std::string_view text);

// `own` is the author's or the recipient's. Nothing where it is neither, or this is not what the author sealed there.
std::optional<std::string> open(const KeyPair& own, const Envelope& envelope, std::string_view sealed);

}  // namespace wire
