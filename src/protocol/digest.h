// Digests: sums of per-row hashes, the same on every machine, so that equal sets of rows have equal digests
// whatever the order they came in. 46 bits a hash keep the sums far from overflow.
#pragma once

#include <cstdint>

#include "protocol/messages.h"

namespace protocol {

std::uint64_t hash_of(const base::PeerId& id, const Profile& profile);  // by incarnation: it alone versions
std::uint64_t hash_of(const Mark& mark);
std::uint64_t hash_of(const Span& missing);
std::uint64_t hash_of(const base::StatementId& id);
std::uint64_t hash_of_absent(const base::PeerId& id);

// For group(): the sum of such hashes, as a row that holds a digest alone.
template <class Row>
inline constexpr auto kDigestOf = [](std::int64_t sum) { return Row{{static_cast<std::uint64_t>(sum)}}; };

}  // namespace protocol
