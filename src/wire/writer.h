// Appends numbers and bytes in their one canonical form. The caller keeps to the limits of what it writes.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/bytes.h"

namespace wire {

class Writer {
 public:
  explicit Writer(base::Bytes& out) : out_(out) {}

  void byte(std::uint8_t value) { out_.push_back(value); }

  // Eight bytes, most significant first: for hashes, whose bits are all alike.
  void fixed(std::uint64_t value) {
    std::array<std::uint8_t, 8> digits;
    for (std::size_t i = 0; i < digits.size(); ++i) digits[i] = static_cast<std::uint8_t>(value >> (56 - 8 * i));
    out_.insert(out_.end(), digits.begin(), digits.end());
  }

  // Seven bits a byte, least significant first, the high bit set on all but the last (LEB128).
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) byte(static_cast<std::uint8_t>(value | 0x80));
    byte(static_cast<std::uint8_t>(value));
  }

  void bytes(std::string_view text) { out_.insert(out_.end(), text.begin(), text.end()); }

 private:
  base::Bytes& out_;
};

}  // namespace wire
