#include "wire/reader.h"

#include <algorithm>

namespace wire {

namespace {
constexpr std::size_t kVarintBytesMax = 10;  // of 64 bits, seven a byte
}

std::uint64_t Reader::long_varint() {
  std::uint64_t value = 0;
  const std::size_t most = std::min(rest_.size(), kVarintBytesMax);
  for (std::size_t i = 0; i < most; ++i) {
    const std::uint64_t bits = rest_[i] & 0x7f;
    if (i + 1 == kVarintBytesMax && bits > 1) break;
    value |= bits << (7 * i);
    if ((rest_[i] & 0x80) != 0) continue;
    rest_ = rest_.subspan(i + 1);
    if (bits == 0 && i != 0) refuse(Refusal::kNotCanonical);
    return value;
  }
  refuse(most == kVarintBytesMax ? Refusal::kLimit : Refusal::kTruncated);
  return 0;
}

std::string_view Reader::bytes(std::uint64_t count) {
  if (count > rest_.size()) {
    refuse(Refusal::kTruncated);
    return {};
  }
  const base::ByteView taken = rest_.first(static_cast<std::size_t>(count));
  rest_ = rest_.subspan(taken.size());
  return {reinterpret_cast<const char*>(taken.data()), taken.size()};
}

}  // namespace wire
