#include "protocol/digest.h"

namespace protocol {

namespace {

constexpr std::uint64_t kHashBits = (std::uint64_t{1} << 46) - 1;

// The finalizer of SplitMix64, applied to a running value.
std::uint64_t mix(std::uint64_t state, std::uint64_t word) {
  std::uint64_t z = (state ^ word) + 0x9e3779b97f4a7c15ULL;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

std::uint64_t mix(std::uint64_t state, const base::PeerId& id) {
  for (const std::uint64_t word : id.words) state = mix(state, word);
  return state;
}

}  // namespace

std::uint64_t hash_of(const base::PeerId& id, const Profile& profile) {
  return mix(mix(1, id), profile.incarnation) & kHashBits;
}

std::uint64_t hash_of(const base::StatementId& id) { return id.words[0] & kHashBits; }

std::uint64_t hash_of_absent(const base::PeerId& id) { return mix(3, id) & kHashBits; }

std::uint64_t hash_of(const Mark& mark) {
  return mix(mix(mix(2, mark.stream.author), mark.stream.epoch), mark.through) & kHashBits;
}
std::uint64_t hash_of(const Span& missing) {
  const std::uint64_t stream = mix(mix(4, missing.stream.author), missing.stream.epoch);
  return mix(mix(stream, missing.first), missing.last) & kHashBits;
}

}  // namespace protocol
