// An entry as it was stored or hashed: whatever is read has exactly one canonical form, or its id would mean nothing.
#include <algorithm>

#include "base/check.h"
#include "fuzz/target.h"
#include "wire/canonical.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const base::ByteView bytes(data, size);
  const auto read = wire::read_canonical(bytes);
  if (const auto* entry = std::get_if<protocol::Entry>(&read)) {
    CHECK(std::ranges::equal(wire::canonical(*entry), bytes), "an entry has one canonical form");
  }
  return 0;
}
