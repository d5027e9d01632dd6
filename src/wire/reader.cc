#include "wire/reader.h"

#include <algorithm>

namespace wire {

namespace {
constexpr std::size_t kVarintBytesMax = 10;  // of 64 bits, seven a byte
}

std::uint64_t Reader::long_varint() {
  const std::uint8_t* const begin = rest_.data();
  const std::size_t most = std::min(rest_.size(), kVarintBytesMax);
  std::uint64_t value = 0;
  std::size_t count = 0;
  while (count < most && begin[count] >= 0x80) {
    value |= std::uint64_t{begin[count] & 0x7fU} << (7 * count);
    ++count;
  }
  const bool complete = count < most;
  if (!complete || (count + 1 == kVarintBytesMax && begin[count] > 1)) {
    refuse(most == kVarintBytesMax ? Refusal::kLimit : Refusal::kTruncated);
    return 0;
  }
  const std::uint64_t last = begin[count];
  if (last == 0 && count != 0) {
    refuse(Refusal::kNotCanonical);
    return value;
  }
  rest_ = rest_.subspan(count + 1);
  return value | last << (7 * count);
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
