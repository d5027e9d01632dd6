// Bytes as a socket delivers them: the frames found do not depend on how these were cut into pieces. The first byte
// says how.
#include "base/check.h"
#include "fuzz/target.h"
#include "os/asio/frame_decoder.h"

namespace {

constexpr std::size_t kFrameBytesMax = 300;

struct Found {
  std::vector<base::Bytes> frames;
  bool refused = false, mid_frame = false;
};

Found decode(base::ByteView bytes, std::size_t piece) {
  os::FrameDecoder decoder(kFrameBytesMax);
  Found found;
  while (!bytes.empty()) {
    const base::ByteView next = bytes.first(std::min(piece, bytes.size()));
    bytes = bytes.subspan(next.size());
    decoder.feed(next);
    while (const auto frame = decoder.next()) {
      CHECK(!frame->empty() && frame->size() <= kFrameBytesMax, "a frame is within its limit");
      found.frames.emplace_back(frame->begin(), frame->end());
    }
  }
  found.refused = decoder.refusal().has_value();
  found.mid_frame = decoder.mid_frame();
  return found;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const base::ByteView bytes(data + 1, size - 1);
  const Found whole = decode(bytes, bytes.size() + 1);
  const Found pieces = decode(bytes, 1 + data[0] % 64);
  CHECK(whole.frames == pieces.frames && whole.refused == pieces.refused, "pieces make no difference");
  CHECK(whole.refused || whole.mid_frame == pieces.mid_frame, "nor for what is left");
  return 0;
}
