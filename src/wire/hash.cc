#include "wire/hash.h"

#include <sodium/crypto_generichash.h>

namespace wire {

base::EntryId hash_of(base::ByteView bytes) {
  std::array<std::uint8_t, 32> digest;
  crypto_generichash(digest.data(), digest.size(), bytes.data(), bytes.size(), nullptr, 0);
  base::EntryId id;
  for (std::size_t i = 0; i < digest.size(); ++i) id.words[i / 8] = id.words[i / 8] << 8 | digest[i];
  return id;
}

}  // namespace wire
