// The order of the bytes of a number that travels whole.
#pragma once

#include <bit>
#include <cstdint>

namespace wire {

// The number whose bytes in memory are those of `value`, most significant first; its own inverse.
inline std::uint64_t most_significant_first(std::uint64_t value) {
  return std::endian::native == std::endian::little ? __builtin_bswap64(value) : value;
}

}  // namespace wire
