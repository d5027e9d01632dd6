// Takes apart bytes from a stranger: every length is checked before it is used, and the first thing wrong is
// remembered. After a refusal all reads answer with nothing, so that callers may check once, at the end.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "wire/byte_order.h"
#include "wire/refusal.h"

namespace wire {

class Reader {
 public:
  explicit Reader(base::ByteView bytes) : rest_(bytes) {}

  std::uint8_t byte() {
    if (rest_.empty()) {
      refuse(Refusal::kTruncated);
      return 0;
    }
    const std::uint8_t value = rest_.front();
    rest_ = rest_.subspan(1);
    return value;
  }
  std::uint64_t fixed() {
    std::array<std::uint64_t, 1> word{};
    fixed(word);
    return word.front();
  }
  template <std::size_t kWords>
  void fixed(std::array<std::uint64_t, kWords>& words) {
    const std::string_view digits = bytes(sizeof words);
    if (digits.empty()) return words.fill(0);
    std::memcpy(words.data(), digits.data(), sizeof words);
    for (std::uint64_t& word : words) word = most_significant_first(word);
  }
  // Refuses forms longer than needed and more than 64 bits.
  std::uint64_t varint() { return !rest_.empty() && rest_.front() < 0x80 ? byte() : long_varint(); }
  std::string_view bytes(std::uint64_t count);  // a view into the frame

  void refuse(Refusal refusal) {
    if (!refusal_) refusal_ = refusal;
    rest_ = {};
  }
  std::optional<Refusal> refusal() const { return refusal_; }
  std::size_t remaining() const { return rest_.size(); }
  base::ByteView rest() const { return rest_; }

 private:
  std::uint64_t long_varint();

  base::ByteView rest_;
  std::optional<Refusal> refusal_;
};

}  // namespace wire
