#include "wire/reader.h"

namespace wire {

std::uint8_t Reader::byte() {
  if (rest_.empty()) {
    refuse(Refusal::kTruncated);
    return 0;
  }
  const std::uint8_t value = rest_.front();
  rest_ = rest_.subspan(1);
  return value;
}

std::uint64_t Reader::fixed() {
  std::uint64_t value = 0;
  for (int i = 0; i < 8; ++i) value = (value << 8) | byte();
  return value;
}

std::uint64_t Reader::varint() {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    const std::uint64_t group = byte();
    const std::uint64_t bits = group & 0x7f;
    if (shift == 63 && bits > 1) break;
    value |= bits << shift;
    if ((group & 0x80) != 0) continue;
    if (bits == 0 && shift != 0) refuse(Refusal::kNotCanonical);
    return value;
  }
  refuse(Refusal::kLimit);
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
