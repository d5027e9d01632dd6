// Appends numbers and bytes in their one canonical form. The caller keeps to the limits of what it writes.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <string_view>

#include "base/bytes.h"
#include "wire/byte_order.h"

namespace wire {

class Writer {
 public:
  explicit Writer(base::Bytes& out) : out_(out) {}

  void byte(std::uint8_t value) { out_.push_back(value); }

  // Eight bytes, most significant first: for hashes, whose bits are all alike.
  void fixed(std::uint64_t value) { fixed(std::array{value}); }
  template <std::size_t kWords>
  void fixed(std::array<std::uint64_t, kWords> words) {
    for (std::uint64_t& word : words) word = most_significant_first(word);
    const auto digits = std::bit_cast<std::array<std::uint8_t, sizeof words>>(words);
    out_.insert(out_.end(), digits.begin(), digits.end());
  }

  // Seven bits a byte, least significant first, the high bit set on all but the last (LEB128).
  void varint(std::uint64_t value) {
    if (value < 0x80) return byte(static_cast<std::uint8_t>(value));
    std::array<std::uint8_t, 10> digits;
    std::size_t count = 0;
    for (; value >= 0x80; value >>= 7) digits[count++] = static_cast<std::uint8_t>(value | 0x80);
    digits[count++] = static_cast<std::uint8_t>(value);
    out_.insert(out_.end(), digits.begin(), digits.begin() + count);
  }

  void bytes(std::string_view text) { out_.insert(out_.end(), text.begin(), text.end()); }

 private:
  base::Bytes& out_;
};

}  // namespace wire
