// A frame as it came from a peer: whatever is accepted has exactly one form, so that it encodes to the same bytes.
#include <algorithm>

#include "base/check.h"
#include "fuzz/target.h"
#include "wire/frame.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  base::Bytes frame(data, data + size);
  if (!frame.empty()) frame.front() = wire::kWireVersion;  // so that what was found once is of use to later versions
  const auto decoded = wire::decode(frame);
  if (const auto* message = std::get_if<wire::Message>(&decoded)) {
    CHECK(std::ranges::equal(wire::encode(*message), frame), "what is accepted has one form");
  }
  return 0;
}
